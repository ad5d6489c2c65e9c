package dev.rolecall.classifier.consumer;

import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How jobs are consumed.
@ConfigMapping(prefix = "rolecall.queue")
public interface ConsumerConfig {
    /// Jobs at once in this pod, whatever the number of partitions.
    @WithDefault("64")
    @Min(1)
    @Max(1024)
    int maxInFlight();

    /// Records that wait for their time at once, in each retry tier of this pod.
    @WithDefault("1000")
    @Min(1)
    int maxHeld();

    /// How long each of the four tiers waits. Their topics keep their names, whatever is written here.
    @WithDefault("5s,30s,2m,10m")
    @Size(min = 4, max = 4)
    List<Duration> delays();

    /// The first wait after the model's provider said no to everybody; each further one is twice as long.
    @WithDefault("5s")
    Duration firstPause();

    @WithDefault("1m")
    Duration longestPause();

    /// How long a stopping pod lets the jobs finish that are in flight.
    @WithDefault("20s")
    Duration drain();

    /// How long nothing may finish, with jobs in flight, before this pod calls itself ill: longer than a call of the
    /// model may take.
    @WithDefault("3m")
    Duration illAfter();
}
