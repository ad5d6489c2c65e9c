package dev.rolecall.classifier.openai;

import com.fasterxml.jackson.databind.JsonNode;

/// What the model is asked.
///
/// @param clientRequestId at most 64 characters, ours to choose
/// @param instructions the same for every question, so that the provider can cache them
/// @param data never to be taken for instructions
/// @param schemaName at most 64 letters, digits, `_` and `-`
/// @param schema that the answer has to follow strictly
public record Question(String clientRequestId, String instructions, String data, String schemaName, JsonNode schema) {}
