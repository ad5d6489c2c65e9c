package dev.rolecall.webhook.database;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How long a callback waits for PostgreSQL.
@ConfigMapping(prefix = "rolecall.database")
interface StoreConfig {
    /// How long PostgreSQL may be silent before a callback is answered with 503.
    @WithDefault("1800ms")
    Duration silenceTimeout();

    /// How long a callback waits while PostgreSQL answers other statements. Deepgram gives up after 10 s.
    @WithDefault("8s")
    Duration busyTimeout();
}
