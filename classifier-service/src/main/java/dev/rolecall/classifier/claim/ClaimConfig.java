package dev.rolecall.classifier.claim;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How long a claim holds.
@ConfigMapping(prefix = "rolecall.claim")
interface ClaimConfig {
    /// How long a claim holds without being extended. The pod extends it every five seconds; if the pod is killed, its
    /// jobs wait this long.
    @WithDefault("15s")
    Duration lease();
}
