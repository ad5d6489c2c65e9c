package dev.rolecall.classifier.llm;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What the model is asked.
///
/// @param clientRequestId at most 64 characters, ours to choose
/// @param instructions the same for many questions, so that the provider can cache them
/// @param data never to be taken for instructions
/// @param schemaName at most 64 letters, digits, `_` and `-`
/// @param schema that the answer has to follow strictly
/// @param objection to an answer that was given; null the first time
public record Question(String clientRequestId, String instructions, String data, String schemaName, JsonNode schema,
        @Nullable Objection objection) {

    public Question(String clientRequestId, String instructions, String data, String schemaName, JsonNode schema) {
        this(clientRequestId, instructions, data, schemaName, schema, null);
    }

    /// What is wrong with an answer.
    public record Objection(String answer, String text) {}

    /// The same question once more.
    public Question objecting(String answer, String text) {
        return new Question(clientRequestId, instructions, data, schemaName, schema, new Objection(answer, text));
    }
}
