package dev.rolecall.classifier.llm;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.classifier.llm.LlmConfig.AnswerFormat;
import dev.rolecall.classifier.llm.LlmConfig.AnswerLimit;
import org.jspecify.annotations.Nullable;

/// The body of `POST /chat/completions`: the fields that are used.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChatRequest(String model, List<Message> messages,
        @JsonProperty("response_format") @Nullable ResponseFormat responseFormat,
        @JsonProperty("reasoning_effort") @Nullable String reasoningEffort,
        @JsonProperty("max_completion_tokens") @Nullable Integer maxCompletionTokens,
        @JsonProperty("max_tokens") @Nullable Integer maxTokens, @Nullable Double temperature, boolean store) {

    record Message(String role, String content) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ResponseFormat(String type, @JsonProperty("json_schema") @Nullable JsonSchema jsonSchema) {}

    record JsonSchema(String name, boolean strict, JsonNode schema) {}

    static ChatRequest of(Question question, LlmConfig config) {
        var limit = config.maxAnswerTokens();
        return new ChatRequest(config.name(), messages(question, config.answerFormat()),
                responseFormat(question, config.answerFormat()), config.reasoningEffort().orElse(null),
                config.answerLimit() == AnswerLimit.MAX_COMPLETION_TOKENS ? limit : null,
                config.answerLimit() == AnswerLimit.MAX_TOKENS ? limit : null,
                config.temperature().isPresent() ? config.temperature().getAsDouble() : null, false);
    }

    /// An estimate: one token for four characters.
    int roughTokens() {
        return messages.stream().mapToInt(message -> message.content().length()).sum() / 4;
    }

    private static List<Message> messages(Question question, AnswerFormat format) {
        var instructions = format == AnswerFormat.SCHEMA
                ? question.instructions()
                : question.instructions() + "\nAnswer with one JSON object and nothing else. Its JSON schema:\n"
                        + question.schema();
        var messages = new ArrayList<>(
                List.of(new Message("system", instructions), new Message("user", question.data())));
        if (question.objection() != null) {
            messages.add(new Message("assistant", question.objection().answer()));
            messages.add(new Message("user", question.objection().text()));
        }
        return List.copyOf(messages);
    }

    private static @Nullable ResponseFormat responseFormat(Question question, AnswerFormat format) {
        return switch (format) {
            case SCHEMA -> new ResponseFormat("json_schema",
                    new JsonSchema(question.schemaName(), true, question.schema()));
            case JSON -> new ResponseFormat("json_object", null);
            case TEXT -> null;
        };
    }
}
