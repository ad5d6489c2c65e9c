package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// A classifier is not restarted for what a restart does not cure.
class LivenessIT {
    private static final CallbackBodies BODIES = CallbackBodies.of(5_000);
    private static final int JOBS = 60;
    /// The shortest that is allowed with calls of fifteen seconds.
    private static final Map<String, String> IMPATIENT = Map.of("ROLECALL_LLM_TIMEOUT", "15s",
            "ROLECALL_CONCURRENCY_ILL_AFTER", "45s");

    /// For longer than a job may be silent; with `ROLECALL_TEST_ALL=liveness` for ten minutes.
    @Test
    void keepsPaidAnswersWhilePostgresIsAway() {
        var away = "liveness".equals(System.getenv("ROLECALL_TEST_ALL"))
                ? Duration.ofMinutes(10)
                : Duration.ofSeconds(70);
        try (var stack = Stacks.fresh("liveness", IMPATIENT)) {
            stack.start();
            var api = new Api(stack);
            api.fakeLlm("{\"latencyMs\":10000}");
            var ids = api.store(BODIES, JOBS);
            await().atMost(Duration.ofSeconds(30)).until(() -> api.calls().path("byClientRequestId").size() == JOBS);
            assertThat(api.calls().path("inFlight").asInt()).isGreaterThan(JOBS / 2);

            stack.postgres().kill();

            await().during(away)
                    .atMost(away.plusSeconds(30))
                    .until(() -> api.get(stack.classifierManagement("/q/health/live"))
                            .path("status")
                            .asText()
                            .equals("UP"));
            stack.postgres().start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ids.stream()
                            .allMatch(id -> api.transcript(id).path("processingStatus").asText().equals("completed")));
            assertThat(api.calls().path("byClientRequestId")).as("no answer was paid for twice")
                    .hasSize(JOBS)
                    .allMatch(calls -> calls.asInt() == 1);
        }
    }

    /// Two calls of a hundred seconds each, of which the second is a repair. Takes five minutes.
    @Test
    @EnabledIfEnvironmentVariable(named = "ROLECALL_TEST_ALL", matches = "liveness")
    void waitsForAnLlmThatTakesLong() {
        try (var stack = Stacks.fresh("liveness", Map.of("ROLECALL_LLM_TIMEOUT", "2m"))) {
            stack.start();
            var api = new Api(stack);
            api.fakeLlm("{\"mode\":\"garbage\",\"latencyMs\":100000}");
            var ids = api.store(BODIES, JOBS);

            await().during(Duration.ofSeconds(210))
                    .atMost(Duration.ofSeconds(240))
                    .until(() -> api.get(stack.classifierManagement("/q/health/live"))
                            .path("status")
                            .asText()
                            .equals("UP"));

            assertThat(api.calls().path("byClientRequestId")).hasSize(JOBS).allMatch(calls -> calls.asInt() == 2);
            api.fakeLlm("{\"mode\":\"answer\",\"latencyMs\":0}");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ids.stream()
                            .allMatch(id -> api.transcript(id).path("processingStatus").asText().equals("completed")));
            assertThat(ids).as("one attempt failed, and no lease ran out")
                    .allMatch(id -> api.transcript(id).path("attempts").asInt() == 1);
        }
    }
}
