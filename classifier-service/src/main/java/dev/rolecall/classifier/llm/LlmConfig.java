package dev.rolecall.classifier.llm;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The LLM, and what its provider supports. The address is `quarkus.rest-client.openai.url` (`OPENAI_BASE_URL`).
@ConfigMapping(prefix = "rolecall.llm")
public interface LlmConfig {
    /// The model, as the provider names it.
    @WithDefault("gpt-6-luna")
    @NotBlank
    String name();

    /// The provider's API key (`OPENAI_API_KEY`).
    @NotBlank
    String apiKey();

    /// How the key is sent.
    @WithDefault("bearer")
    KeyHeader keyHeader();

    /// How long one call may take, from the request to the last byte of the response.
    @WithDefault("60s")
    Duration timeout();

    /// none, minimal, low, medium, high, …: sent unchanged; not sent if absent.
    Optional<String> reasoningEffort();

    /// Not sent if absent: reasoning models reject any value except 1.
    OptionalDouble temperature();

    /// How the shape of the answer is requested.
    @WithDefault("schema")
    AnswerFormat answerFormat();

    /// Maximum length of an answer in tokens, including reasoning. Most answers have fewer than 200.
    @WithDefault("8000")
    @Min(100)
    int maxAnswerTokens();

    /// Name of the field that limits the answer.
    @WithDefault("max-completion-tokens")
    AnswerLimit answerLimit();

    /// What the provider charges.
    Price price();

    /// US dollars per million tokens. The defaults are the prices of gpt-6-luna.
    interface Price {
        /// Of an input token.
        @WithDefault("0.10")
        BigDecimal input();

        /// Of an input token that the provider had cached.
        @WithDefault("0.01")
        BigDecimal cachedInput();

        /// Of an output token.
        @WithDefault("0.50")
        BigDecimal output();
    }

    /// How the API key is sent.
    enum KeyHeader {
        /// `Authorization: Bearer …`: most providers.
        BEARER,
        /// `api-key: …`: Azure.
        API_KEY
    }

    /// How the shape of the answer is requested, from the strictest.
    enum AnswerFormat {
        /// A strict JSON schema: OpenAI, Azure, and recent versions of vLLM, Ollama and llama.cpp.
        SCHEMA,
        /// JSON mode, with the schema in the instructions.
        JSON,
        /// Plain text, with the schema in the instructions.
        TEXT
    }

    /// Name of the field that limits the answer.
    enum AnswerLimit {
        /// `max_completion_tokens`: OpenAI's reasoning models reject the older name.
        MAX_COMPLETION_TOKENS,
        /// `max_tokens`: most compatible servers.
        MAX_TOKENS,
        /// No limit is sent.
        NONE
    }
}
