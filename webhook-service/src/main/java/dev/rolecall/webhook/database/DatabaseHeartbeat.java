package dev.rolecall.webhook.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

/// When PostgreSQL last answered. Distinguishes a busy server, which is worth waiting for, from one that is
/// unavailable, in which case Deepgram should get its 503 at once.
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

    boolean wasWithin(Duration time) {
        return last.isAfter(clock.instant().minus(time));
    }
}
