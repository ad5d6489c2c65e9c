package dev.rolecall.classifier.llm;

/// What the model answered.
///
/// @param json complete, in the schema asked for as far as the provider keeps to it
public record Answer(String json, Usage usage) {}
