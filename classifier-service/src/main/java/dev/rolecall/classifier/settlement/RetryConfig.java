package dev.rolecall.classifier.settlement;

import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.Size;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How failed jobs are retried.
@ConfigMapping(prefix = "rolecall.settlement")
interface RetryConfig {
    /// Delays of the four retry tiers. The topics keep their names whatever the delays are.
    @WithDefault("5s,30s,2m,10m")
    @Size(min = 4, max = 4)
    List<Duration> delays();
}
