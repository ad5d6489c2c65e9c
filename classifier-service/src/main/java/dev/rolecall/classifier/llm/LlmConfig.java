package dev.rolecall.classifier.llm;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The model that is asked, and what its provider understands. Its address is the REST client's:
/// `quarkus.rest-client.openai.url`.
@ConfigMapping(prefix = "rolecall.model")
public interface LlmConfig {
    /// As the provider calls it: a free string, because models come and go.
    @NotBlank
    String name();

    @NotBlank
    String apiKey();

    /// How the key is sent.
    @WithDefault("bearer")
    KeyHeader keyHeader();

    /// How long one call may take, from sending it to its last byte.
    @WithDefault("60s")
    Duration timeout();

    /// none, minimal, low, medium, high, …: passed on as it is, left out if absent.
    Optional<String> reasoningEffort();

    /// Left out if absent: reasoning models refuse any but 1.
    OptionalDouble temperature();

    /// How the provider is told what an answer looks like.
    @WithDefault("schema")
    AnswerFormat answerFormat();

    /// The largest answer in tokens, reasoning included. A usual one has under 200.
    @WithDefault("8000")
    @Min(100)
    int maxAnswerTokens();

    /// Under which name the provider takes that.
    @WithDefault("max-completion-tokens")
    AnswerLimit answerLimit();

    Price price();

    /// In US dollars for a million tokens. The defaults are gpt-6-luna's.
    interface Price {
        @WithDefault("0.10")
        BigDecimal input();

        @WithDefault("0.01")
        BigDecimal cachedInput();

        @WithDefault("0.50")
        BigDecimal output();
    }

    /// How a key is sent.
    enum KeyHeader {
        /// `Authorization: Bearer …`: everybody.
        BEARER,
        /// `api-key: …`: Azure.
        API_KEY
    }

    /// How the provider is told what an answer looks like, from the strictest.
    enum AnswerFormat {
        /// A strict JSON schema: OpenAI, Azure, vLLM, Ollama and llama.cpp of late.
        SCHEMA,
        /// JSON mode, the schema among the instructions.
        JSON,
        /// The schema among the instructions, and a strict look at what comes.
        TEXT
    }

    /// Under which name a limit on the answer's tokens is sent.
    enum AnswerLimit {
        /// OpenAI's reasoning models refuse the older name.
        MAX_COMPLETION_TOKENS,
        /// Most servers that are compatible.
        MAX_TOKENS,
        /// Not at all.
        NONE
    }
}
