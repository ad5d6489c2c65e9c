package dev.rolecall.classifier.openai;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// The body of `POST /chat/completions`, as far as it is used here. No temperature and no `max_tokens`: reasoning
/// models refuse both.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChatRequest(String model, List<Message> messages, @JsonProperty("response_format") ResponseFormat responseFormat,
        @JsonProperty("reasoning_effort") @Nullable String reasoningEffort, boolean store) {

    record Message(String role, String content) {}

    record ResponseFormat(String type, @JsonProperty("json_schema") JsonSchema jsonSchema) {
        static ResponseFormat strict(String name, JsonNode schema) {
            return new ResponseFormat("json_schema", new JsonSchema(name, true, schema));
        }
    }

    record JsonSchema(String name, boolean strict, JsonNode schema) {}
}
