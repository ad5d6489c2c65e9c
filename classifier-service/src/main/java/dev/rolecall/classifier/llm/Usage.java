package dev.rolecall.classifier.llm;

import java.math.BigDecimal;

/// Tokens and cost of one answer, or of several together.
///
/// @param model as the provider names the model that answered
/// @param inputTokens including cached tokens
/// @param outputTokens including reasoning
/// @param costUsd by the configured prices
public record Usage(String model, int inputTokens, int cachedTokens, int outputTokens, BigDecimal costUsd) {

    public Usage plus(Usage other) {
        return new Usage(other.model, inputTokens + other.inputTokens, cachedTokens + other.cachedTokens,
                outputTokens + other.outputTokens, costUsd.add(other.costUsd));
    }

    public int tokens() {
        return inputTokens + outputTokens;
    }
}
