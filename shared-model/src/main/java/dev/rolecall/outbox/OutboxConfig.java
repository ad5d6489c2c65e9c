package dev.rolecall.outbox;

import java.time.Duration;

import jakarta.validation.constraints.NotBlank;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Whose outbox rows these are, and who may publish a row when.
@ConfigMapping(prefix = "rolecall.outbox")
public interface OutboxConfig {
    /// Name of the service that writes and publishes the rows. The services share the table, not the rows.
    @NotBlank
    String writer();

    /// How long a new row is left to the pod that wrote it before a sweeper may take it.
    @WithDefault("10s")
    Duration grace();

    /// How long no other sweeper takes a row that one sweeper has taken. Must be longer than a send may take
    /// (`delivery.timeout.ms` of the outbox channel).
    @WithDefault("30s")
    Duration takenFor();
}
