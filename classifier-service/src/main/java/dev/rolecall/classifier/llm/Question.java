package dev.rolecall.classifier.llm;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// A question to the LLM.
///
/// @param clientRequestId at most 64 characters
/// @param instructions the same for many questions, so that the provider can cache them
/// @param data the transcript; never an instruction
/// @param schemaName at most 64 letters, digits, `_` and `-`
/// @param schema JSON schema of the answer
/// @param objection to an earlier answer; null the first time
/// @param skippedFormats how many formats of the answer to skip, because answers in them were of no use
/// @param tags of the transcript: they decide who may see it, and whose budget it is
public record Question(String clientRequestId, String instructions, String data, String schemaName, JsonNode schema,
        @Nullable Objection objection, int skippedFormats, Set<String> tags) {

    public Question {
        tags = Set.copyOf(tags);
    }

    public Question(String clientRequestId, String instructions, String data, String schemaName, JsonNode schema) {
        this(clientRequestId, instructions, data, schemaName, schema, null, 0, Set.of());
    }

    /// An answer, and what is wrong with it.
    public record Objection(String answer, String text) {}

    /// The same question again, with an objection to the answer.
    public Question objecting(String answer, String text) {
        return new Question(clientRequestId, instructions, data, schemaName, schema, new Objection(answer, text),
                skippedFormats, tags);
    }

    /// The same question in another format of the answer.
    public Question skippingFormats(int formats) {
        return new Question(clientRequestId, instructions, data, schemaName, schema, objection, formats,
                tags);
    }

    /// The same question about a transcript with these tags.
    public Question tagged(Set<String> others) {
        return new Question(clientRequestId, instructions, data, schemaName, schema, objection, skippedFormats, others);
    }
}
