package dev.rolecall.fakellm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.json.JsonObject;

/// Counts calls by `X-Client-Request-Id`.
final class Calls {
    private final Map<String, Integer> byRequest = new ConcurrentHashMap<>();
    private final Map<String, Long> firstAt = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();

    void began(String clientRequestId) {
        firstAt.putIfAbsent(clientRequestId, System.currentTimeMillis());
        byRequest.merge(clientRequestId, 1, Integer::sum);
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    void forget() {
        byRequest.clear();
        firstAt.clear();
        mostInFlight.set(inFlight.get());
    }

    /// How many calls are being answered.
    int inFlight() {
        return inFlight.get();
    }

    /// `firstAt` in milliseconds since 1970.
    JsonObject toJson() {
        var counts = Map.copyOf(byRequest);
        var requests = new JsonObject();
        counts.forEach(requests::put);
        var times = new JsonObject();
        firstAt.forEach(times::put);
        return new JsonObject().put("calls", counts.values().stream().mapToInt(Integer::intValue).sum())
                .put("inFlight", inFlight.get())
                .put("mostInFlight", mostInFlight.get())
                .put("byClientRequestId", requests)
                .put("firstAt", times);
    }
}
