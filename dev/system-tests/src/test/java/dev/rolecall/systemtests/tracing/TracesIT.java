package dev.rolecall.systemtests.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.localstack.Stack;
import dev.rolecall.model.Topics;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Records;
import dev.rolecall.systemtests.Stacks;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// With a collector and JSON lines configured, as docs/operations.md says.
class TracesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static @Nullable Collector collector;
    private static @Nullable Stack stack;
    private static @Nullable Api api;

    @BeforeAll
    static void start() throws IOException {
        collector = new Collector();
        stack = Stacks.fresh("traces", Map.of(
                "QUARKUS_OTEL_SDK_DISABLED", "false",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true",
                "ROLECALL_QUEUE_DELAYS", "1s,2s,3s,4s"));
        for (var service : List.of("webhook-service", "classifier-service")) {
            Files.deleteIfExists(stack.folder().log(service));
        }
        stack.start();
        api = new Api(stack);
    }

    @AfterAll
    static void stop() {
        stack().close();
        collector().close();
    }

    private static Collector collector() {
        return Objects.requireNonNull(collector);
    }

    private static Stack stack() {
        return Objects.requireNonNull(stack);
    }

    private static Api api() {
        return Objects.requireNonNull(api);
    }

    @BeforeEach
    void answer() {
        api().standIn("{\"mode\":\"answer\",\"latencyMs\":0}");
    }

    @Test
    void followATranscriptFromItsCallbackToTheModelsAnswer() {
        var id = labelled();

        var trace = traceOf(id);
        awaitSpans(trace, "POST /callback", "send transcript-ready", "process transcript-ready",
                "POST /chat/completions",
                "send transcript-classified");
        var callback = span(trace, "POST /callback");
        var job = span(trace, "process transcript-ready");
        assertThat(collector().spans()).filteredOn(span -> span.trace().equals(trace))
                .extracting(Span::service, Span::name, Span::kind, Span::parent)
                .containsExactlyInAnyOrder(
                        tuple("webhook-service", "POST /callback", "SERVER", ""),
                        tuple("webhook-service", "send transcript-ready", "PRODUCER", callback.id()),
                        tuple("classifier-service", "process transcript-ready", "CONSUMER", callback.id()),
                        tuple("classifier-service", "POST /chat/completions", "CLIENT", job.id()),
                        tuple("classifier-service", "send transcript-classified", "PRODUCER", callback.id()));
        assertThat(job.attributes()).containsEntry("rolecall.transcript.id", id)
                .containsEntry("rolecall.outcome", "labelled");
        assertThat(span(trace, "POST /chat/completions").attributes().get("url.full"))
                .endsWith("/v1/chat/completions");
    }

    @Test
    void stayTheSameThroughRetries() {
        api().standIn("{\"mode\":\"garbage\"}");
        var id = store();
        await().atMost(Duration.ofSeconds(30)).until(() -> api().transcript(id).path("attempts").asInt() > 0);
        answer();
        awaitLabelled(id);

        var trace = traceOf(id);
        awaitSpans(trace, "process transcript-ready", "process transcript-ready.retry-5s",
                "send transcript-classified");
        assertThat(span(trace, "process transcript-ready").attributes()).containsEntry("rolecall.outcome",
                "retry");
    }

    @Test
    void beginWithNothingButWork() {
        labelled();

        await().atMost(Duration.ofSeconds(30)).until(() -> !collector().spans().isEmpty());
        assertThat(collector().spans()).filteredOn(span -> span.parent().isEmpty())
                .extracting(Span::name)
                .allMatch(name -> name.startsWith("POST /callback") || name.startsWith("GET /transcripts"));
    }

    @Test
    void sayNothingOfWhatWasSaid() {
        var id = labelled();

        awaitSpans(traceOf(id), "send transcript-classified");
        assertThat(collector().text()).contains(id).doesNotContainIgnoringCase("thank you", "calling", "account",
                "charged", "customer");
    }

    @Test
    void areNamedInOneLineOfJsonForEachCallbackAndJob() {
        var id = labelled();

        var trace = traceOf(id);
        await().atMost(Duration.ofSeconds(10)).until(() -> !lines("rolecall.job", id).isEmpty());
        assertThat(lines("rolecall.callback", id)).singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsAllEntriesOf(Map.of("outcome", "stored", "traceId", trace));
        assertThat(lines("rolecall.job", id)).singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsAllEntriesOf(Map.of("outcome", "labelled", "attempt", "1", "traceId", trace));
    }

    private static String labelled() {
        var id = store();
        awaitLabelled(id);
        return id;
    }

    private static void awaitLabelled(String id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api().transcript(id).path("processingStatus").asText().equals("completed"));
    }

    private static String store() {
        var answer = api().callback(CallbackBodies.of(3000).withRequestId(UUID.randomUUID())).join();
        assertThat(answer.statusCode()).isEqualTo(200);
        return read(answer.body()).path("transcriptId").asText();
    }

    /// As the event has it, in its value and for clients of Kafka in its header.
    private static String traceOf(String id) {
        var record = new Records(stack().bootstrapServers()).in(Topics.READY)
                .stream()
                .filter(it -> id.equals(it.key()))
                .findFirst()
                .orElseThrow();
        var trace = read(record.value()).path("trace").asText();
        assertThat(Records.header(record, "traceparent")).isEqualTo(trace).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        return trace.split("-", -1)[1];
    }

    private static Span span(String trace, String name) {
        return collector().spans()
                .stream()
                .filter(span -> span.trace().equals(trace) && span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitSpans(String trace, String... names) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(collector().spans()).filteredOn(span -> span.trace().equals(trace))
                        .extracting(Span::name)
                        .contains(names));
    }

    /// The fields of lines of what both services have written since they were started; each line has to be JSON.
    private static List<Map<String, String>> lines(String logger, String id) {
        return Stream.of("webhook-service", "classifier-service")
                .flatMap(TracesIT::log)
                .map(TracesIT::read)
                .filter(line -> line.path("loggerName").asText().equals(logger))
                .map(line -> JSON.convertValue(line.path("mdc"), new TypeReference<Map<String, String>>() {
                }))
                .filter(fields -> id.equals(fields.get("id")))
                .toList();
    }

    private static Stream<String> log(String service) {
        try {
            return Files.readAllLines(stack().folder().log(service)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("this is no JSON: " + json, e);
        }
    }
}
