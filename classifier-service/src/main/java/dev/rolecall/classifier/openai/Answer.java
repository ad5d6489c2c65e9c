package dev.rolecall.classifier.openai;

/// What the model answered: JSON, complete, in the schema asked for as far as the provider keeps to it.
///
/// @param model that answered, by the provider's own account
public record Answer(String json, String model, int inputTokens, int outputTokens) {}
