package dev.rolecall.classifier.llm.provider;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;

import dev.rolecall.classifier.llm.LlmConfig;
import dev.rolecall.classifier.llm.LlmConfig.Fallback;
import dev.rolecall.classifier.llm.LlmConfig.FallbackPrice;
import dev.rolecall.classifier.llm.LlmConfig.KeyHeader;
import dev.rolecall.classifier.llm.LlmConfig.Price;
import org.jspecify.annotations.Nullable;

/// One provider: who it is, how it is called, and where an operator configured it.
///
/// @param keyHeader how the key is sent; null if as the provider accepts it
public record ProviderSettings(Provider provider, String apiKey, @Nullable KeyHeader keyHeader, Duration timeout,
        Duration longestRetryAfter, Price price, Tuning tuning, Keys keys) {
    /// Keys of the configuration, for those who have to correct it.
    ///
    /// @param apiKey of the provider's key
    /// @param model of its model and its address
    /// @param all of everything about it
    public record Keys(String apiKey, String model, String all) {}

    private record Charge(BigDecimal input, BigDecimal cachedInput, BigDecimal output) implements Price {
        private Charge(FallbackPrice price) {
            this(price.input(), price.cachedInput(), price.output());
        }
    }

    public static ProviderSettings first(LlmConfig config, URI url) {
        return new ProviderSettings(new Provider(host(url), config.name()), config.apiKey(),
                config.keyHeader().orElse(null), config.timeout(), config.longestRetryAfter(), config.price(),
                Tuning.of(config),
                new Keys("rolecall.llm.api-key", "rolecall.llm.name or quarkus.rest-client.openai.url",
                        "rolecall.llm.*"));
    }

    /// With the times of the first, and without its tuning, which would be that of another model.
    public static ProviderSettings fallback(LlmConfig first, Fallback own) {
        return new ProviderSettings(new Provider(host(own.url()), own.name()), own.apiKey(), null, first.timeout(),
                first.longestRetryAfter(), own.price().<Price>map(Charge::new).orElseGet(first::price),
                Tuning.none(first.maxAnswerTokens()),
                new Keys("rolecall.llm.fallback.api-key", "rolecall.llm.fallback.name or rolecall.llm.fallback.url",
                        "rolecall.llm.fallback.*"));
    }

    /// Without a user and a password.
    private static String host(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }
}
