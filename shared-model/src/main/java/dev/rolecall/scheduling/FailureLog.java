package dev.rolecall.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

/// Logs failures of repeating tasks, and each cause once a minute: while PostgreSQL is unavailable, every task fails
/// every few seconds for the same reason.
@ApplicationScoped
class FailureLog {
    private static final Logger LOG = Logger.getLogger(RepeatingTasks.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    /// Bounds the map. Causes are few, but a message may contain anything.
    private static final int MAX_CAUSES = 100;

    private final Clock clock;
    private final Map<String, Instant> lastLogged = new HashMap<>();

    FailureLog(Clock clock) {
        this.clock = clock;
    }

    void failed(String task, int seconds, Throwable failure) {
        if (isDue(failure.toString())) {
            LOG.warnf("Failed to %s; retrying in %d s (the same failure is not logged again for a minute): %s", task,
                    seconds,
                    failure);
        }
    }

    synchronized boolean isDue(String cause) {
        var now = clock.instant();
        var last = lastLogged.get(cause);
        if (last != null && now.isBefore(last.plus(QUIET))) {
            return false;
        }
        if (lastLogged.size() >= MAX_CAUSES) {
            lastLogged.clear();
        }
        lastLogged.put(cause, now);
        return true;
    }
}
