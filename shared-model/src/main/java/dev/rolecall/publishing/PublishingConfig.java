package dev.rolecall.publishing;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How outbox rows are sent to Kafka.
@ConfigMapping(prefix = "rolecall.publishing")
public interface PublishingConfig {
    /// How many rows may be on their way to the broker at once.
    @WithDefault("2000")
    @Min(1)
    @Max(PublishOutbox.BUFFER)
    int maxInFlight();

    /// How many rows one sweep takes. 64 rows take PostgreSQL a few milliseconds.
    @WithDefault("64")
    @Min(1)
    int batch();

    CircuitBreaker circuitBreaker();

    /// When sending stops because the broker does not take records.
    interface CircuitBreaker {
        /// How many sends in a row must fail for the circuit to open.
        @WithDefault("3")
        @Min(1)
        int failures();

        /// How long the open circuit refuses sends before it lets one probe through.
        @WithDefault("5s")
        Duration delay();
    }
}
