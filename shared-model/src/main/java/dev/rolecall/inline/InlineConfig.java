package dev.rolecall.inline;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMax;

/// The way `inline`: webhook-service asks classifier-service over HTTP while a callback waits.
@ConfigMapping(prefix = "rolecall.inline")
public interface InlineConfig {
    /// What the two services know of each other. Without it, no transcript goes this way.
    Optional<String> secret();

    /// How long a callback waits at most, from its first byte. Deepgram gives up after ten seconds.
    @WithDefault("8s")
    @DurationMax(seconds = 8)
    Duration deadline();

    /// How long the classifier is not asked after ten callbacks in a row have waited in vain.
    @WithDefault("5s")
    Duration pause();

    /// How many callbacks of a pod wait at once. Any more go to the queue.
    @WithDefault("256")
    @Min(1)
    int maxWaiting();
}
