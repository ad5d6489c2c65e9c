package dev.rolecall.classifier.openai;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.NotBlank;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The model that is asked. Its address is the REST client's: `quarkus.rest-client.openai.url`.
@ConfigMapping(prefix = "rolecall.model")
public interface ModelConfig {
    /// As the provider calls it: a free string, because models come and go.
    @NotBlank
    String name();

    @NotBlank
    String apiKey();

    /// How long one call may take, from sending it to its last byte.
    @WithDefault("60s")
    Duration timeout();

    /// none, minimal, low, medium, high, …: passed on as it is, left out if absent.
    Optional<String> reasoningEffort();
}
