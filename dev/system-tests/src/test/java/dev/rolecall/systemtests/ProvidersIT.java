package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import dev.rolecall.fakellm.provider.Provider;
import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A classifier that knows no more than URL, key and model, with each provider that the fake LLM plays: what it refuses,
/// how its models write, and how it says that something is wrong. What errors say to people is replaced by random words.
class ProvidersIT {
    private static final CallbackBodies BODIES = CallbackBodies.of(5_000);
    private static final Map<String, String> SHORT_WAITS = Map.of("ROLECALL_CONCURRENCY_FIRST_PAUSE", "300ms",
            "ROLECALL_CONCURRENCY_LONGEST_PAUSE", "600ms", "ROLECALL_SETTLEMENT_DELAYS", "300ms,400ms,500ms,600ms");
    private static Stack stack;
    private static Api api;

    @BeforeAll
    static void start() {
        stack = Stacks.fresh("providers", SHORT_WAITS);
        stack.startWithout("classifier-service");
        api = new Api(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /// A few that differ most, or those named in `ROLECALL_TEST_PROVIDERS`, with `all` all of them, which takes six minutes.
    static List<String> providers() {
        return switch (System.getenv("ROLECALL_TEST_PROVIDERS")) {
            case null -> List.of("mistral", "gemini", "openrouter", "vllm");
            case "all" -> Provider.NAMES;
            case String names -> List.of(names.split(","));
        };
    }

    @ParameterizedTest
    @MethodSource("providers")
    void worksWithoutTuning(String provider) {
        api.fakeLlm("{\"provider\":\"%s\",\"messages\":\"random\",\"mode\":\"answer\",\"retryAfterMs\":300}"
                .formatted(provider));
        var pod = stack.anotherClassifier(provider, Map.of("ROLECALL_LLM_NAME", provider + "-model"));
        pod.server().start();
        try {
            labels(provider);
            pausesAndGoesOn(provider, pod, "wrong-key");
            pausesAndGoesOn(provider, pod, "out-of-quota");
            slowsDownAndGoesOn(provider);
            survivesAnOutage(provider);
        } finally {
            pod.server().stop();
        }
    }

    /// While fields are negotiated, and after.
    private static void labels(String provider) {
        var ids = send(24);

        awaitLabels(provider, ids);

        assertThat(api.processed(send(1, provider).getFirst()).at("/llm/model").asText())
                .isEqualTo(provider + "-model");
    }

    private static void pausesAndGoesOn(String provider, Pod pod, String mode) {
        var metrics = new Metrics(pod.management("/q/metrics"));
        api.fakeLlm("{\"mode\":\"%s\"}".formatted(mode));
        var ids = send(6);
        await(provider + " " + mode).atMost(Duration.ofSeconds(20))
                .until(() -> metrics.value("rolecall_jobs_paused") == 1
                        && metrics.value("rolecall_pause_reason") == 1);

        api.fakeLlm("{\"mode\":\"answer\"}");

        awaitLabels(provider + " after " + mode, ids);
        assertNoAttemptIsSpent(provider, ids);
    }

    private static void slowsDownAndGoesOn(String provider) {
        api.fakeLlm("{\"mode\":\"rate-limited\"}");
        var ids = send(6);
        await(provider + " rate limit").atMost(Duration.ofSeconds(20))
                .until(() -> api.calls().path("calls").asInt() > 0);

        api.fakeLlm("{\"mode\":\"answer\"}");

        awaitLabels(provider + " after a rate limit", ids);
        assertNoAttemptIsSpent(provider, ids);
    }

    /// Except by Groq, which now and then gives no JSON.
    private static void assertNoAttemptIsSpent(String provider, List<String> ids) {
        assertThat(ids).as(provider)
                .allMatch(id -> provider.equals("groq") || api.transcript(id).path("attempts").asInt() == 0);
    }

    private static void survivesAnOutage(String provider) {
        api.forgetCalls();
        api.fakeLlm("{\"mode\":\"failing\"}");
        var ids = send(30);
        await(provider + " outage").atMost(Duration.ofSeconds(20))
                .until(() -> api.calls().path("calls").asInt() >= 20);

        api.fakeLlm("{\"mode\":\"answer\"}");

        awaitLabels(provider + " after an outage", ids);
    }

    /// Transcripts that a provider rejects for what they say end alone.
    @Test
    void givesUpOnlyWhatTheProviderRejects() {
        api.fakeLlm(
                "{\"provider\":\"gemini\",\"messages\":\"random\",\"mode\":\"answer\",\"rejectedText\":\"my order\"}");
        var pod = stack.anotherClassifier("content", Map.of("ROLECALL_LLM_NAME", "content"));
        pod.server().start();
        try {
            var rejected = send(40);
            var good = api.store(CallbackBodies.of(300), 40);

            awaitResults("good ones", good);
            await("rejected ones").atMost(Duration.ofSeconds(60))
                    .until(() -> rejected.stream().allMatch(id -> status(id).equals("failed")));
            assertThat(api.transcript(rejected.getFirst()).path("processingReason").asText())
                    .contains("accepts another conversation");
        } finally {
            api.fakeLlm("{\"rejectedText\":null}");
            pod.server().stop();
        }
    }

    /// No transcript is given up for a setting that is wrong.
    @Test
    void givesUpNothingForAFaultOfTheConfiguration() {
        api.fakeLlm("{\"provider\":\"litellm\",\"messages\":\"random\",\"mode\":\"rejecting\"}");
        var pod = stack.anotherClassifier("setting", Map.of("ROLECALL_LLM_NAME", "setting"));
        pod.server().start();
        try {
            var ids = send(100);
            var metrics = new Metrics(pod.management("/q/metrics"));
            await().atMost(Duration.ofSeconds(20)).until(() -> metrics.value("rolecall_jobs_paused") == 1);
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> ids.stream().noneMatch(id -> status(id).equals("failed")));

            api.fakeLlm("{\"mode\":\"answer\"}");

            awaitLabels("after the setting was corrected", ids);
        } finally {
            pod.server().stop();
        }
    }

    private static List<String> send(int count) {
        return api.store(BODIES, count);
    }

    /// One transcript, and waits for its labels.
    private static List<String> send(int count, String provider) {
        var ids = send(count);
        awaitLabels(provider, ids);
        return ids;
    }

    private static void awaitLabels(String what, List<String> ids) {
        awaitResults(what, ids);
        assertThat(ids).as(what).allSatisfy(id -> assertThat(roles(id)).containsExactly("agent", "customer"));
    }

    private static void awaitResults(String what, List<String> ids) {
        await(what).atMost(Duration.ofSeconds(60))
                .failFast(what + ": a transcript has failed",
                        () -> ids.stream().anyMatch(id -> status(id).equals("failed")))
                .until(() -> ids.stream().allMatch(id -> status(id).equals("completed")));
    }

    private static List<String> roles(String id) {
        return StreamSupport.stream(api.processed(id).path("speakers").spliterator(), false)
                .map(speaker -> speaker.path("role").asText())
                .toList();
    }

    private static String status(String id) {
        return api.transcript(id).path("processingStatus").asText();
    }
}
