package dev.rolecall.publishing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// Keeps an unreachable broker from being hammered: after some failures in a row it opens, and then lets one send
/// through per pause, until one succeeds.
class CircuitBreaker {
    private final int failuresToOpen;
    private final Duration pause;
    private final Clock clock;
    private int failures;
    private @Nullable Instant nextProbe;

    CircuitBreaker(int failuresToOpen, Duration pause, Clock clock) {
        this.failuresToOpen = failuresToOpen;
        this.pause = pause;
        this.clock = clock;
    }

    synchronized boolean isClosed() {
        return nextProbe == null;
    }

    /// How many of so many wanted sends may go now: all while closed, one when a probe is due, else none.
    synchronized int admit(int wanted) {
        if (nextProbe == null) {
            return wanted;
        }
        if (wanted == 0 || clock.instant().isBefore(nextProbe)) {
            return 0;
        }
        nextProbe = clock.instant().plus(pause);
        return 1;
    }

    synchronized void succeeded() {
        failures = 0;
        nextProbe = null;
    }

    synchronized void failed() {
        failures++;
        if (failures >= failuresToOpen) {
            nextProbe = clock.instant().plus(pause);
        }
    }
}
