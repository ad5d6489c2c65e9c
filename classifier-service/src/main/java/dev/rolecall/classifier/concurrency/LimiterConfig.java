package dev.rolecall.classifier.concurrency;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How many jobs a pod runs at once, and when it stops.
@ConfigMapping(prefix = "rolecall.concurrency")
public interface LimiterConfig {
    /// Maximum number of jobs in flight in this pod, whatever the number of partitions.
    @WithDefault("64")
    @Min(1)
    @Max(1024)
    int maxInFlight();

    /// First pause after a provider-wide failure. Each further pause is twice as long.
    @WithDefault("5s")
    Duration firstPause();

    /// Longest pause after a provider-wide failure.
    @WithDefault("1m")
    Duration longestPause();

    /// How long a pod that is shutting down waits for its jobs in flight.
    @WithDefault("20s")
    Duration drain();

    /// Liveness fails if one of the jobs in flight ends no statement and no LLM call for this long. If absent, twice
    /// `rolecall.llm.timeout` and a minute; must be at least that timeout and half a minute.
    Optional<Duration> illAfter();
}
