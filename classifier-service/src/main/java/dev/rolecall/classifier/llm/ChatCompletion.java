package dev.rolecall.classifier.llm;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// The response of `POST /chat/completions`: the fields that are read.
@JsonIgnoreProperties(ignoreUnknown = true)
record ChatCompletion(@Nullable String id, @Nullable String model, @Nullable List<Choice> choices,
        @Nullable TokenCounts usage) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Choice(@Nullable Message message, @JsonProperty("finish_reason") @Nullable String finishReason) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Message(@Nullable String content, @Nullable String refusal) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record TokenCounts(@JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("completion_tokens") int completionTokens,
            @JsonProperty("prompt_tokens_details") @Nullable PromptDetails promptDetails) {
        static final TokenCounts NONE = new TokenCounts(0, 0, null);

        int cachedTokens() {
            return promptDetails == null ? 0 : promptDetails.cachedTokens();
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PromptDetails(@JsonProperty("cached_tokens") int cachedTokens) {}
}
