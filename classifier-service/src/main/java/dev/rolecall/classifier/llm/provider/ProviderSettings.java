package dev.rolecall.classifier.llm.provider;

import java.net.URI;

import dev.rolecall.classifier.llm.LlmConfig;

/// One provider: who it is, how it is called, and where an operator configured it.
public record ProviderSettings(Provider provider, LlmConfig config, Keys keys) {
    /// Keys of the configuration, for those who have to correct it.
    ///
    /// @param apiKey of the provider's key
    /// @param model of its model and its address
    /// @param all of everything about it
    public record Keys(String apiKey, String model, String all) {}

    public static ProviderSettings first(LlmConfig config, URI url) {
        return new ProviderSettings(new Provider(host(url), config.name()), config,
                new Keys("rolecall.llm.api-key", "rolecall.llm.name or quarkus.rest-client.openai.url",
                        "rolecall.llm.*"));
    }

    /// Without a user and a password.
    private static String host(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    public static ProviderSettings fallback(LlmConfig first, LlmConfig.Fallback fallback) {
        return new ProviderSettings(new Provider(host(fallback.url()), fallback.name()),
                new FallbackConfig(first, fallback),
                new Keys("rolecall.llm.fallback.api-key", "rolecall.llm.fallback.name or rolecall.llm.fallback.url",
                        "rolecall.llm.fallback.*"));
    }
}
