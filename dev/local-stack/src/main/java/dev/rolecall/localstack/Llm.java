package dev.rolecall.localstack;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The LLM that classifier-service asks.
///
/// @param url null for the fake LLM
/// @param provider that the fake LLM plays; null for OpenAI
public record Llm(@Nullable String url, @Nullable String apiKey, @Nullable String name, @Nullable String provider) {
    public static Llm fake() {
        return new Llm(null, null, null, null);
    }

    /// The fake LLM as one of the providers that it plays.
    public static Llm playing(String provider) {
        return new Llm(null, null, null, provider);
    }

    /// The LLM that the environment names, or the fake LLM.
    public static Llm of(Map<String, String> environment) {
        return environment.containsKey("OPENAI_API_KEY")
                ? new Llm(environment.getOrDefault("OPENAI_BASE_URL", "https://api.openai.com/v1"),
                        environment.get("OPENAI_API_KEY"),
                        environment.getOrDefault("ROLECALL_LLM_NAME", environment.get("ROLECALL_MODEL")), null)
                : fake();
    }

    /// For people, in one line.
    String describe() {
        return isFake()
                ? "LLM: the fake one%s, which labels by word cues and understands nothing. Set OPENAI_API_KEY to use a real one."
                        .formatted(provider == null ? "" : " as " + provider)
                : "LLM: %s at %s.".formatted(name == null ? "the default" : name, url);
    }

    public boolean isFake() {
        return url == null;
    }
}
