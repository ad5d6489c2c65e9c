package dev.rolecall.webhook.database;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/// Limits how long a callback waits for its statement: briefly if PostgreSQL is silent, longer if it is only busy.
///
/// A timeout does not cancel the statement. If it succeeds afterwards, the repeated callback is a duplicate.
@ApplicationScoped
public class StoreWithTimeout {
    private final StoreConfig config;
    private final DatabaseHeartbeat heartbeat;

    StoreWithTimeout(StoreConfig config, DatabaseHeartbeat heartbeat) {
        this.config = config;
        this.heartbeat = heartbeat;
    }

    /// Fails with [NotStoredInTime] after the timeout.
    public <T> Uni<T> store(Uni<T> statement) {
        // memoized, so that waiting again does not execute the statement again
        var storing = statement.invoke(heartbeat::beat).memoize().indefinitely();
        return await(storing, config.busyTimeout());
    }

    private <T> Uni<T> await(Uni<T> storing, Duration left) {
        return storing.ifNoItem().after(config.silenceTimeout()).recoverWithUni(() -> waitOn(storing, left));
    }

    private <T> Uni<T> waitOn(Uni<T> storing, Duration left) {
        var rest = left.minus(config.silenceTimeout());
        return heartbeat.wasWithin(config.silenceTimeout()) && rest.isPositive()
                ? await(storing, rest)
                : Uni.createFrom().failure(new NotStoredInTime());
    }

    /// PostgreSQL has not answered in time.
    static final class NotStoredInTime extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotStoredInTime() {
            super("PostgreSQL has not answered in time");
        }
    }
}
