package dev.rolecall.sql;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The connections to PostgreSQL.
@ConfigMapping(prefix = "rolecall.connections")
interface ConnectionsConfig {
    /// How long PostgreSQL may leave a statement without any answer, while no older connection of the pod gets one
    /// either. After that all connections from before are closed, as after a failover that no packet has reported, and
    /// new ones are made. This is also the time for a new connection.
    @WithDefault("2s")
    Duration silenceTimeout();

    /// How long PostgreSQL may leave a statement without any answer while it answers others. After that the statement's
    /// connection is closed. No cancel request is sent: it would make an INSERT that waits for a synchronous replica
    /// succeed without it.
    @WithDefault("9s")
    Duration replyTimeout();

    /// How many statements may wait for a connection; one more fails at once.
    @WithDefault("1000")
    @Min(1)
    int waiting();
}
