package dev.rolecall.webhook.reading;

import java.time.Duration;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/// Reads and drops what still comes of a request that was refused, so that its sender gets to see the answer; but not
/// for ever.
public final class DiscardRest {
    /// Enough for 64 MB at 100 Mbit/s.
    private static final Duration LONGEST = Duration.ofSeconds(6);

    private DiscardRest() {}

    public static void of(HttpServerRequest request, Vertx vertx) {
        if (request.isEnded()) {
            return;
        }
        var timer = vertx.setTimer(LONGEST.toMillis(), _ -> request.connection().close());
        request.exceptionHandler(_ -> vertx.cancelTimer(timer));
        request.endHandler(_ -> vertx.cancelTimer(timer));
        request.handler(_ -> {});
        request.resume();
    }
}
