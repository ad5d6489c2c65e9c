package dev.rolecall.webhook.operations.mirror;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What becomes of dead letters.
@ConfigMapping(prefix = "rolecall.dead-letters")
interface DeadLetterConfig {
    /// A transcript that fails again after it has been replayed so many times is parked: it is replayed only by force.
    @WithDefault("3")
    @Min(1)
    int maxReplays();
}
