package dev.rolecall.classifier.llm;

import java.util.List;

import dev.rolecall.classifier.llm.provider.Provider;

/// The LLM's answer.
///
/// @param json the object that was asked for, in the requested schema as far as the LLM follows it
/// @param content all that the LLM wrote
/// @param leftOut names of the optional fields that the request went without: the provider rejects them, or answers in that
///        format were of no use
public record Answer(String json, String content, Usage usage, Provider provider, List<String> leftOut) {
    public Answer {
        leftOut = List.copyOf(leftOut);
    }
}
