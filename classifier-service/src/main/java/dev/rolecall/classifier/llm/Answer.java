package dev.rolecall.classifier.llm;

/// The LLM's answer.
///
/// @param json complete, and in the requested schema as far as the provider follows it
public record Answer(String json, Usage usage) {}
