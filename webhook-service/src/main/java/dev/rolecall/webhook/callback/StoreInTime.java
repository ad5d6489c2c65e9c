package dev.rolecall.webhook.callback;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/// Stores a callback or gives up while Deepgram still listens: soon if PostgreSQL is silent, later if it is only busy.
///
/// Giving up does not undo anything. If the statement succeeds after all, the callback that comes again is a duplicate.
@ApplicationScoped
class StoreInTime {
    private final StoreCallback store;
    private final CallbackConfig config;
    private final Pulse pulse;

    StoreInTime(StoreCallback store, CallbackConfig config, Pulse pulse) {
        this.store = store;
        this.config = config;
        this.pulse = pulse;
    }

    Uni<Receipt> store(Body body) {
        // memoized, so that waiting again does not mean storing again
        var storing = store.store(body).invoke(pulse::beat).memoize().indefinitely();
        return await(storing, config.busyTimeout());
    }

    private Uni<Receipt> await(Uni<Receipt> storing, Duration left) {
        return storing.ifNoItem().after(config.silenceTimeout()).recoverWithUni(() -> waitOn(storing, left));
    }

    private Uni<Receipt> waitOn(Uni<Receipt> storing, Duration left) {
        var rest = left.minus(config.silenceTimeout());
        return pulse.wasFeltWithin(config.silenceTimeout()) && rest.isPositive()
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
