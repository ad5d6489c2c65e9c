package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.rolecall.fakellm.Behaviour;
import dev.rolecall.fakellm.FakeLlm;
import dev.rolecall.fakellm.Mode;
import dev.rolecall.localstack.Stack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A second provider, transcripts that it may not see, and a tag whose money is spent.
class FallbackIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final FakeLlm SECOND = FakeLlm.start(0);
    private static final Stack STACK = Stacks.fresh("fallback",
            Map.ofEntries(Map.entry("ROLECALL_LLM_FALLBACK_URL", SECOND.url()),
                    Map.entry("ROLECALL_LLM_FALLBACK_API_KEY", "second"),
                    Map.entry("ROLECALL_LLM_FALLBACK_NAME", "second-model"),
                    Map.entry("ROLECALL_LLM_FALLBACK_PRICE_INPUT", "0.10"),
                    Map.entry("ROLECALL_LLM_FALLBACK_PRICE_CACHED_INPUT", "0.01"),
                    Map.entry("ROLECALL_LLM_FALLBACK_PRICE_OUTPUT", "0.50"),
                    Map.entry("ROLECALL_LLM_PRICE_INPUT", "0.10"),
                    Map.entry("ROLECALL_LLM_PRICE_CACHED_INPUT", "0.01"),
                    Map.entry("ROLECALL_LLM_PRICE_OUTPUT", "0.50"),
                    Map.entry("ROLECALL_LLM_DENIED_HR", "fallback"),
                    Map.entry("ROLECALL_LLM_DENIED_SECRET", "first,fallback"),
                    Map.entry("ROLECALL_BUDGET_USD_PER_DAY_BY_TAG_IMPORT", "0.002")));
    private static Api api;

    @BeforeAll
    static void start() {
        STACK.start();
        api = new Api(STACK);
    }

    @AfterAll
    static void stop() {
        STACK.close();
        SECOND.close();
    }

    @Test
    void answersWhileTheFirstProviderFailsAndSeesNothingThatItIsDenied() {
        api.fakeLlm("{\"mode\":\"wrong-key\"}");
        var others = api.store(CallbackBodies.of(5_000), 30);
        var denied = api.store(CallbackBodies.of(5_000, "any", "hr"), 10);

        awaitResults(others);

        assertThat(others).allMatch(id -> modelOf(id).equals("second-model"));
        var metrics = new Metrics(STACK.classifierManagement("/q/metrics"));
        assertThat(metrics.value("rolecall_llm_first_paused")).isEqualTo(1);
        assertThat(metrics.value("rolecall_jobs_paused")).as("the pod goes on").isZero();
        await().atMost(SOON)
                .until(() -> denied.stream()
                        .allMatch(id -> "invalid_api_key".equals(api.transcript(id).path("processingCode").asText())));

        api.fakeLlm("{\"mode\":\"answer\"}");

        awaitResults(denied);
        assertThat(denied).allMatch(id -> !modelOf(id).equals("second-model"))
                .allMatch(id -> api.transcript(id).path("attempts").asInt() == 0);
        assertThat(SECOND.calls().getJsonObject("byClientRequestId").fieldNames())
                .noneMatch(asked -> denied.stream().anyMatch(asked::startsWith));
        await().atMost(SOON).until(() -> metrics.value("rolecall_llm_first_paused") == 0);
    }

    @Test
    void pausesWhileBothFailAndNamesTheSettingsOfBoth() {
        SECOND.behave(Behaviour.of(Mode.WRONG_KEY));
        api.fakeLlm("{\"mode\":\"out-of-quota\"}");
        var ids = api.store(CallbackBodies.of(5_000), 10);
        var metrics = new Metrics(STACK.classifierManagement("/q/metrics"));
        await().atMost(SOON)
                .until(() -> metrics.value("rolecall_pause_reason{code=\"insufficient_quota\","
                        + "setting=\"the provider's account, rolecall.llm.fallback.api-key\"") == 1);

        SECOND.behave(Behaviour.PROMPT);

        awaitResults(ids);
        assertThat(ids).allMatch(id -> api.transcript(id).path("attempts").asInt() == 0);
        api.fakeLlm("{\"mode\":\"answer\"}");
    }

    @Test
    void givesUpWhatNoProviderMaySee() {
        var id = api.store(CallbackBodies.of(5_000, "secret"), 1).getFirst();

        await().atMost(SOON).until(() -> api.transcript(id).path("processingStatus").asText().equals("failed"));

        assertThat(api.transcript(id).path("processingCode").asText()).isEqualTo("no-provider-allowed");
    }

    /// One question costs about 0.0002 dollars.
    @Test
    void stopsOneTagsJobsAtItsLimitAndLabelsTheOthers() {
        var imported = api.store(CallbackBodies.of(5_000, "import"), 40);
        var others = api.store(CallbackBodies.of(5_000), 40);

        awaitResults(others);

        await().atMost(SOON)
                .until(() -> imported.stream()
                        .allMatch(id -> status(id).equals("completed")
                                || "tag-spend-limit".equals(api.transcript(id).path("processingCode").asText())));
        assertThat(imported.stream().filter(id -> status(id).equals("completed")).count()).isBetween(1L, 39L);
        assertThat(imported).allMatch(id -> api.transcript(id).path("attempts").asInt() == 0);
    }

    private static void awaitResults(List<String> ids) {
        await().atMost(SOON.multipliedBy(2)).until(() -> ids.stream().allMatch(id -> status(id).equals("completed")));
    }

    private static String status(String id) {
        return api.transcript(id).path("processingStatus").asText();
    }

    private static String modelOf(String id) {
        return api.processed(id).at("/llm/model").asText();
    }
}
