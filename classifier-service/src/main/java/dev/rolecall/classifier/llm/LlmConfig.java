package dev.rolecall.classifier.llm;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The LLM, and what its providers support. The address is `quarkus.rest-client.openai.url` (`OPENAI_BASE_URL`).
@ConfigMapping(prefix = "rolecall.llm")
public interface LlmConfig {
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

    /// The longest that an attempt at a job works on it, if all goes well: two questions, each of them in two forms, and
    /// statements in between.
    default Duration longestAttempt() {
        return timeout().multipliedBy(4).plusMinutes(1);
    }

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

    /// A second provider, which is asked while the first one fails for every call. If absent, jobs wait.
    Optional<Fallback> fallback();

    /// Which providers may not see transcripts with a tag: `rolecall.llm.denied."hr"=fallback`. Of a transcript with
    /// several tags, each denies its own. The case of a tag does not matter.
    Map<String, Set<Rank>> denied();

    /// Which of the providers.
    enum Rank {
        /// The one that is asked first.
        FIRST,
        /// The second one.
        FALLBACK
    }

    /// The second provider. It works as the first does without any tuning.
    interface Fallback {
        /// Its base URL, as in `OPENAI_BASE_URL`.
        URI url();

        /// Its API key.
        @NotBlank
        String apiKey();

        /// The model, as the provider names it.
        @NotBlank
        String name();

        /// What it charges. If absent, what the first charges; a spend limit needs it.
        Optional<FallbackPrice> price();
    }

    /// US dollars per million tokens of the second provider: all three.
    interface FallbackPrice {
        /// Of an input token.
        BigDecimal input();

        /// Of an input token that the provider had cached.
        BigDecimal cachedInput();

        /// Of an output token.
        BigDecimal output();
    }

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
