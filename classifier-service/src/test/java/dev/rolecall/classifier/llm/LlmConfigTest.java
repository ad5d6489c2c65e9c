package dev.rolecall.classifier.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.rolecall.classifier.llm.LlmConfig.AnswerFormat;
import dev.rolecall.classifier.llm.LlmConfig.AnswerLimit;
import dev.rolecall.classifier.llm.LlmConfig.KeyHeader;
import dev.rolecall.classifier.llm.LlmConfig.Rank;
import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class LlmConfigTest {

    @Test
    void readsEveryKey() {
        var config = TestLlmConfig.read(Map.of("rolecall.llm.name", "m", "rolecall.llm.api-key", "k"));

        assertThat(config.name()).isEqualTo("m");
        assertThat(config.apiKey()).isEqualTo("k");
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.reasoningEffort()).isEmpty();
        assertThat(config.temperature()).isEmpty();
        assertThat(config.keyHeader()).isEmpty();
        assertThat(config.answerFormat()).isEmpty();
        assertThat(config.answerLimit()).isEmpty();
        assertThat(config.maxAnswerTokens()).isEqualTo(8000);
        assertThat(config.price().input()).isEqualByComparingTo("0.10");
        assertThat(config.price().cachedInput()).isEqualByComparingTo("0.01");
        assertThat(config.price().output()).isEqualByComparingTo("0.50");
        assertThat(
                TestLlmConfig.read(
                        Map.of("rolecall.llm.name", "m", "rolecall.llm.api-key", "k", "rolecall.llm.timeout", "9s",
                                "rolecall.llm.reasoning-effort", "low"))
                        .reasoningEffort())
                .contains("low");
    }

    @Test
    void takesTheWordsOfOtherProviders() {
        var config = TestLlmConfig.read(Map.of("rolecall.llm.name", "m", "rolecall.llm.api-key", "k",
                "rolecall.llm.key-header", "api-key", "rolecall.llm.answer-format", "text",
                "rolecall.llm.answer-limit", "max-tokens", "rolecall.llm.max-answer-tokens", "500",
                "rolecall.llm.temperature", "0.2", "rolecall.llm.price.input", "3"));

        assertThat(config.keyHeader()).contains(KeyHeader.API_KEY);
        assertThat(config.answerFormat()).contains(AnswerFormat.TEXT);
        assertThat(config.answerLimit()).contains(AnswerLimit.MAX_TOKENS);
        assertThat(config.maxAnswerTokens()).isEqualTo(500);
        assertThat(config.temperature()).hasValue(0.2);
        assertThat(config.price().input()).isEqualByComparingTo("3");
    }

    @Test
    void hasAFallbackIfOneIsNamed() {
        assertThat(TestLlmConfig.of(Map.of()).fallback()).isEmpty();

        var config = TestLlmConfig.of(Map.of("fallback.url", "https://b.example/v1", "fallback.api-key", "k2",
                "fallback.name", "m2", "fallback.price.input", "3",
                "fallback.price.cached-input", "1", "fallback.price.output", "9", "denied.\"of one\"",
                "first,fallback"));

        assertThat(config.fallback()).hasValueSatisfying(fallback -> {
            assertThat(fallback.url()).hasHost("b.example");
            assertThat(fallback.apiKey()).isEqualTo("k2");
            assertThat(fallback.name()).isEqualTo("m2");
            assertThat(fallback.price()).hasValueSatisfying(
                    price -> assertThat(price.input()).isEqualByComparingTo("3"));
        });
        assertThat(config.denied()).containsOnly(Map.entry("of one", Set.of(Rank.FIRST, Rank.FALLBACK)));
    }

    @Test
    void refusesAFallbackWithoutAKey() {
        assertThatThrownBy(() -> TestLlmConfig.of(Map.of("fallback.url", "https://b.example/v1")))
                .hasMessageContaining("rolecall.llm.fallback.api-key");
    }

    @Test
    void hasTheModelThatThePricesAreOf() {
        assertThat(TestLlmConfig.read(Map.of("rolecall.llm.api-key", "k")).name()).isEqualTo(LlmConfig.DEFAULT_NAME);
    }

    @Test
    void hasNoDefaultForASecret() {
        assertThatThrownBy(() -> TestLlmConfig.read(Map.of("rolecall.llm.name", "m")))
                .hasMessageContaining("rolecall.llm.api-key");
    }
}
