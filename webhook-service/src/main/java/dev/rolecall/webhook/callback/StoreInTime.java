package dev.rolecall.webhook.callback;

import java.time.Duration;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.arrival.Receipt;
import dev.rolecall.webhook.arrival.StoreArrival;
import dev.rolecall.webhook.body.Body;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// Stores a callback or gives up while Deepgram still listens: soon if PostgreSQL is silent, later if it is only busy.
///
/// Giving up does not undo anything. If the statement succeeds after all, the callback that comes again is a duplicate.
@ApplicationScoped
class StoreInTime {
    private final StoreArrival store;
    private final CallbackConfig config;
    private final Pulse pulse;

    StoreInTime(StoreArrival store, CallbackConfig config, Pulse pulse) {
        this.store = store;
        this.config = config;
        this.pulse = pulse;
    }

    Uni<Receipt> store(Body body, @Nullable UUID transcriptId) {
        // memoized, so that waiting again does not mean storing again
        var storing = store.store(body, transcriptId).invoke(pulse::beat).memoize().indefinitely();
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
