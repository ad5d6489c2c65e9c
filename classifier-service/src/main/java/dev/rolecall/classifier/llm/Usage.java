package dev.rolecall.classifier.llm;

import java.math.BigDecimal;

/// What one answer took, or several together.
///
/// @param model that answered, by the provider's own account
/// @param inputTokens cached ones among them
/// @param outputTokens reasoning among them
/// @param costUsd by the configured prices
public record Usage(String model, int inputTokens, int cachedTokens, int outputTokens, BigDecimal costUsd) {

    public Usage plus(Usage other) {
        return new Usage(other.model, inputTokens + other.inputTokens, cachedTokens + other.cachedTokens,
                outputTokens + other.outputTokens, costUsd.add(other.costUsd));
    }

    int tokens() {
        return inputTokens + outputTokens;
    }
}
