package dev.rolecall.standin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.json.JsonObject;

/// Counts what was asked of the stand-in, by `X-Client-Request-Id`.
final class Calls {
    private final Map<String, Integer> byRequest = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();

    void began(String clientRequestId) {
        byRequest.merge(clientRequestId, 1, Integer::sum);
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    void forget() {
        byRequest.clear();
        mostInFlight.set(inFlight.get());
    }

    JsonObject toJson() {
        var counts = Map.copyOf(byRequest);
        var requests = new JsonObject();
        counts.forEach(requests::put);
        return new JsonObject().put("calls", counts.values().stream().mapToInt(Integer::intValue).sum())
                .put("inFlight", inFlight.get())
                .put("mostInFlight", mostInFlight.get())
                .put("byClientRequestId", requests);
    }
}
