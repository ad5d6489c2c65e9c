package dev.rolecall.webhook.operations.reconcile;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How jobs are found that are stuck.
@ConfigMapping(prefix = "rolecall.reconciler")
interface ReconcilerConfig {
    /// How often it is looked.
    @WithDefault("30s")
    Duration interval();

    /// After how long a partition is named whose records are not settled.
    @WithDefault("15m")
    Duration patience();
}
