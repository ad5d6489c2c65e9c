package dev.rolecall.webhook.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

/// Whether PostgreSQL has answered lately. Tells one that is busy, which is worth waiting for, from one that is away,
/// of which Deepgram should hear at once.
@ApplicationScoped
class DatabaseHeartbeat {
    private final Clock clock;
    private volatile Instant last = Instant.EPOCH;

    DatabaseHeartbeat(Clock clock) {
        this.clock = clock;
    }

    void beat() {
        last = clock.instant();
    }

    boolean wasFeltWithin(Duration time) {
        return last.isAfter(clock.instant().minus(time));
    }
}
