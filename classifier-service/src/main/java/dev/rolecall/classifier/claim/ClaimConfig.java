package dev.rolecall.classifier.claim;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Claims: how long one holds, and how much memory their bodies may need.
@ConfigMapping(prefix = "rolecall.claim")
interface ClaimConfig {
    /// How long a claim holds without being extended. The pod extends it every five seconds; if the pod is killed, its
    /// jobs wait this long.
    @WithDefault("15s")
    Duration lease();

    /// How much memory the bodies of all jobs in flight may need: three times their compressed size, and half of their
    /// size. Jobs beyond that wait with their claims. A body that needs more is worked on alone.
    @WithDefault("96M")
    MemorySize memory();
}
