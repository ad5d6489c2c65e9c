package dev.rolecall.webhook.database;

import java.time.Duration;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.callback.CallbackConfig;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import dev.rolecall.webhook.ingestion.StoreArrival;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// Stores a callback or gives up while Deepgram still listens: soon if PostgreSQL is silent, later if it is only busy.
///
/// Giving up does not undo anything. If the statement succeeds after all, the callback that comes again is a duplicate.
@ApplicationScoped
public class StoreWithTimeout {
    private final StoreArrival store;
    private final CallbackConfig config;
    private final DatabaseHeartbeat pulse;

    StoreWithTimeout(StoreArrival store, CallbackConfig config, DatabaseHeartbeat pulse) {
        this.store = store;
        this.config = config;
        this.pulse = pulse;
    }

    public Uni<CallbackOutcome> store(Body body, @Nullable UUID transcriptId) {
        // memoized, so that waiting again does not mean storing again
        var storing = store.store(body, transcriptId).invoke(pulse::beat).memoize().indefinitely();
        return await(storing, config.busyTimeout());
    }

    private Uni<CallbackOutcome> await(Uni<CallbackOutcome> storing, Duration left) {
        return storing.ifNoItem().after(config.silenceTimeout()).recoverWithUni(() -> waitOn(storing, left));
    }

    private Uni<CallbackOutcome> waitOn(Uni<CallbackOutcome> storing, Duration left) {
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
