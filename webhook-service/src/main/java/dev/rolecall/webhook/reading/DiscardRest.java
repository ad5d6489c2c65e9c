package dev.rolecall.webhook.reading;

import java.time.Duration;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/// Reads and discards the rest of a rejected request for a limited time, so that its client reads the response instead
/// of a reset connection.
public final class DiscardRest {
    /// Enough for 64 MB at 100 Mbit/s.
    private static final Duration MAX_DURATION = Duration.ofSeconds(6);

    private DiscardRest() {}

    public static void of(HttpServerRequest request, Vertx vertx) {
        if (request.isEnded()) {
            return;
        }
        var timer = vertx.setTimer(MAX_DURATION.toMillis(), _ -> request.connection().close());
        request.exceptionHandler(_ -> vertx.cancelTimer(timer));
        request.endHandler(_ -> vertx.cancelTimer(timer));
        request.handler(_ -> {});
        request.resume();
    }
}
