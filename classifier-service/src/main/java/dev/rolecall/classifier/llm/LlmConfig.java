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
    /// Key of [#apiKey].
    String API_KEY = "rolecall.llm.api-key";

    /// The default of [#name], which the default prices are of.
    String DEFAULT_NAME = "gpt-6-luna";

    /// The model, as the provider names it.
    @WithDefault("gpt-6-luna")
    @NotBlank
    String name();

    /// The provider's API key (`OPENAI_API_KEY`).
    @NotBlank
    String apiKey();

    /// How the key is sent. If absent, as the provider accepts it: as a bearer first.
    Optional<KeyHeader> keyHeader();

    /// How long one call may take, from the request to the last byte of the response.
    @WithDefault("60s")
    Duration timeout();

    /// The longest Retry-After of the provider that is followed. A longer one is taken for a mistake: calls are tried again
    /// after this time, one at a time if the pod was paused.
    @WithDefault("10m")
    Duration longestRetryAfter();

    /// none, minimal, low, medium, high, …: sent unchanged; not sent if absent. The pod pauses if the provider rejects it.
    Optional<String> reasoningEffort();

    /// Not sent if absent: reasoning models reject any value except 1. The pod pauses if the provider rejects it.
    OptionalDouble temperature();

    /// How the shape of the answer is requested. If absent, by the strictest form that the provider accepts.
    Optional<AnswerFormat> answerFormat();

    /// Maximum length of an answer in tokens, including reasoning. Most answers have fewer than 200. Lowered if the provider
    /// rejects it.
    @WithDefault("8000")
    @Min(100)
    int maxAnswerTokens();

    /// Name of the field that limits the answer. If absent, one that the provider accepts: `max_completion_tokens` first.
    Optional<AnswerLimit> answerLimit();

    /// What the provider charges.
    Price price();

    /// US dollars per million tokens. The defaults are the prices of gpt-6-luna; for another model, a spend limit needs all
    /// three.
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
        /// A JSON schema: OpenAI, Azure, and recent versions of vLLM, Ollama and llama.cpp.
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
