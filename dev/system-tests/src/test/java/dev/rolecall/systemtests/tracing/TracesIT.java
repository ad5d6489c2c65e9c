package dev.rolecall.systemtests.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.Topics;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Records;
import dev.rolecall.systemtests.Stacks;
import dev.rolecall.systemtests.deployment.Manifests;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With a collector and JSON lines configured as the component for it does.
class TracesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static @Nullable Collector collector;
    private static @Nullable Stack stack;
    private static @Nullable Api api;

    @BeforeAll
    static void start() throws IOException {
        collector = new Collector();
        var settings = new HashMap<>(Manifests.tracing());
        settings.put("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
        settings.put("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        settings.put("ROLECALL_SETTLEMENT_DELAYS", "1s,2s,3s,4s");
        stack = Stacks.fresh("traces", settings);
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
        api().fakeLlm("{\"mode\":\"answer\",\"latencyMs\":0}");
    }

    @Test
    void followATranscriptFromItsCallbackToTheModelsAnswer() {
        var id = labelled();

        var trace = traceOf(id);
        awaitWhole(trace);
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
        api().fakeLlm("{\"mode\":\"garbage\"}");
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
        awaitWhole(traceOf(labelled()));

        assertThat(collector().spans()).filteredOn(span -> span.parent().isEmpty())
                .extracting(Span::name)
                .allMatch(name -> name.startsWith("POST /callback") || name.startsWith("GET /transcripts"));
    }

    @Test
    void areNotTheCallersToChoose() throws Exception {
        var theirs = "0af7651916cd43dd8448eb211c80319c";
        var request = HttpRequest.newBuilder(stack().webhookUrl("/callback"))
                .header("Authorization", Api.AUTHORIZATION)
                .header("traceparent", "00-%s-b7ad6b7169203331-00".formatted(theirs))
                .POST(BodyPublishers.ofByteArray(CallbackBodies.of(3000).withRequestId(UUID.randomUUID())))
                .build();

        String id;
        try (var http = HttpClient.newHttpClient()) {
            id = idIn(http.send(request, BodyHandlers.ofString()));
        }

        var trace = traceOf(id);
        assertThat(trace).isNotEqualTo(theirs);
        awaitWhole(trace);
    }

    @Test
    void areAsManyAsIsSaid() {
        var pod = stack().anotherWebhook("untraced-webhook", Map.of("QUARKUS_OTEL_TRACES_SAMPLER_ARG", "0.0"));
        pod.server().start();
        try {
            var id = idIn(new Api(stack(), pod.url("")).callback(
                    CallbackBodies.of(3000).withRequestId(UUID.randomUUID())).join());
            awaitLabelled(id);

            assertThat(traceParentOf(id)).endsWith("-00");
        } finally {
            pod.server().stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"answer", "garbage"})
    void sayNothingOfWhatWasSaid(String mode) {
        api().fakeLlm("{\"mode\":\"%s\"}".formatted(mode));
        var id = store();

        awaitSpans(traceOf(id), "POST /callback", "process transcript-ready", "POST /chat/completions");
        assertThat(collector().text()).contains("rolecall.transcript.id")
                .doesNotContainIgnoringCase("thank you", "calling", "account", "charged", "customer");
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
        return idIn(api().callback(CallbackBodies.of(3000).withRequestId(UUID.randomUUID())).join());
    }

    private static String idIn(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return read(answer.body()).path("transcriptId").asText();
    }

    private static String traceOf(String id) {
        return traceParentOf(id).split("-", -1)[1];
    }

    /// As the event has it, in its value and for clients of Kafka in its header.
    private static String traceParentOf(String id) {
        var record = await().atMost(Duration.ofSeconds(10)).until(() -> eventOf(id), Optional::isPresent).orElseThrow();
        var trace = read(record.value()).path("trace").asText();
        assertThat(Records.header(record, "traceparent")).isEqualTo(trace)
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
        return trace;
    }

    private static Optional<ConsumerRecord<String, String>> eventOf(String id) {
        return new Records(stack().bootstrapServers()).in(Topics.READY)
                .stream()
                .filter(it -> id.equals(it.key()))
                .findFirst();
    }

    private static Span span(String trace, String name) {
        return collector().spans()
                .stream()
                .filter(span -> span.trace().equals(trace) && span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitWhole(String trace) {
        awaitSpans(trace, "POST /callback", "send transcript-ready", "process transcript-ready",
                "POST /chat/completions", "send transcript-classified");
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
