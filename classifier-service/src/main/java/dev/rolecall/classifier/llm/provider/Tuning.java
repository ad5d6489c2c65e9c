package dev.rolecall.classifier.llm.provider;

import dev.rolecall.classifier.llm.LlmConfig;
import dev.rolecall.classifier.llm.LlmConfig.AnswerFormat;
import dev.rolecall.classifier.llm.LlmConfig.AnswerLimit;
import org.jspecify.annotations.Nullable;

/// What an operator chose for a provider's requests. What is null is sent as the provider accepts it, or not at all.
public record Tuning(@Nullable String reasoningEffort, @Nullable Double temperature,
        @Nullable AnswerFormat answerFormat, @Nullable AnswerLimit answerLimit, int maxAnswerTokens) {

    public static Tuning of(LlmConfig config) {
        var temperature = config.temperature();
        return new Tuning(config.reasoningEffort().orElse(null),
                temperature.isPresent() ? (Double) temperature.getAsDouble() : null,
                config.answerFormat().orElse(null), config.answerLimit().orElse(null), config.maxAnswerTokens());
    }

    static Tuning none(int maxAnswerTokens) {
        return new Tuning(null, null, null, null, maxAnswerTokens);
    }
}
