package dev.rolecall.outbox;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import dev.rolecall.publishing.PublishOutbox;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How the outbox is published and swept.
@ConfigMapping(prefix = "rolecall.outbox")
public interface OutboxConfig {
    /// The name under which this service's rows are kept apart from the other's.
    @NotBlank
    String writer();

    /// How long a fresh row is left to the pod that wrote it, before a sweeper takes it.
    @WithDefault("10s")
    Duration grace();

    /// How long a row that a sweeper took is left alone by all others. Longer than a send may take:
    /// `delivery.timeout.ms` of the outbox channel.
    @WithDefault("30s")
    Duration takenFor();

    /// Rows on their way to the broker at once, at most.
    @WithDefault("2000")
    @Min(1)
    @Max(PublishOutbox.BUFFER)
    int maxInFlight();

    /// Rows that one sweep takes: few enough for a few milliseconds.
    @WithDefault("64")
    @Min(1)
    int batch();

    /// How long nothing is sent after `failuresToOpen` sends in a row have failed, except one row to probe with.
    @WithDefault("5s")
    Duration breakerPause();

    @WithDefault("3")
    @Min(1)
    int failuresToOpen();
}
