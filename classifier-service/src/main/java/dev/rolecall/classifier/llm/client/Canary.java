package dev.rolecall.classifier.llm.client;

import dev.rolecall.classifier.llm.Question;

/// A question about a built-in conversation. A provider that rejects it rejects every question.
public interface Canary {
    Question question();
}
