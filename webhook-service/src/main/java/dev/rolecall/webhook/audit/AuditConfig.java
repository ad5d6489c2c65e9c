package dev.rolecall.webhook.audit;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What is recorded of those who use the API.
@ConfigMapping(prefix = "rolecall.audit")
interface AuditConfig {
    /// Whether it is also recorded who has read the text of which transcript. One row for each.
    @WithDefault("false")
    boolean reads();

    /// How long records are kept.
    @WithDefault("365d")
    Duration retention();
}
