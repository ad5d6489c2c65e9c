package dev.rolecall.webhook.quarantine;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How much is kept in quarantine, and how long.
@ConfigMapping(prefix = "rolecall.quarantine")
interface QuarantineConfig {
    /// Size of all quarantined bodies, compressed. Beyond it a body that belongs in quarantine is answered with 503, and
    /// lost after Deepgram's repeats, so that neither a stranger nor a fault fills the disk.
    @WithDefault("5G")
    MemorySize maxSize();

    /// After this time a body leaves quarantine for good.
    @WithDefault("90d")
    Duration retention();
}
