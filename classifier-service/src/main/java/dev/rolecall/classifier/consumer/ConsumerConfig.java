package dev.rolecall.classifier.consumer;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How records are consumed.
@ConfigMapping(prefix = "rolecall.consumer")
interface ConsumerConfig {
    /// How many records this pod holds at once in each retry tier until they are due.
    @WithDefault("1000")
    @Min(1)
    int maxHeld();
}
