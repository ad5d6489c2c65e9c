package dev.rolecall.fakellm;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.vertx.core.json.JsonObject;

/// What the stand-in does with the next calls.
///
/// @param share of the calls that get `mode`, from 0 to 1; the others are answered
/// @param retryAfter sent with rate limits
/// @param countsTokens exactly, which takes as long as everything else that the stand-in does
/// @param capacity how many calls at once are answered; one more is told to slow down
public record Behaviour(Mode mode, double share, Latency latency, Duration retryAfter, int capacity,
        boolean countsTokens) {
    public static final Behaviour PROMPT = new Behaviour(Mode.ANSWER, 1, Latency.constant(Duration.ZERO),
            Duration.ofSeconds(2), Integer.MAX_VALUE, false);

    public Behaviour {
        if (share < 0 || share > 1) {
            throw new IllegalArgumentException("share goes from 0 to 1: " + share);
        }
    }

    public static Behaviour slow(Duration latency) {
        return new Behaviour(Mode.ANSWER, 1, Latency.constant(latency), PROMPT.retryAfter, PROMPT.capacity, false);
    }

    public static Behaviour of(Mode mode) {
        return new Behaviour(mode, 1, PROMPT.latency, PROMPT.retryAfter, PROMPT.capacity, false);
    }

    public Behaviour withLatency(Latency other) {
        return new Behaviour(mode, share, other, retryAfter, capacity, countsTokens);
    }

    /// Asks again after so long, of those whom it limits.
    public Behaviour withRetryAfter(Duration other) {
        return new Behaviour(mode, share, latency, other, capacity, countsTokens);
    }

    public Behaviour withCapacity(int other) {
        return new Behaviour(mode, share, latency, retryAfter, other, countsTokens);
    }

    /// @param inFlight calls being answered, this one among them
    Mode draw(RandomGenerator random, int inFlight) {
        if (inFlight > capacity) {
            return Mode.RATE_LIMITED;
        }
        return random.nextDouble() < share ? mode : Mode.ANSWER;
    }

    /// From the control endpoint's JSON; what is absent stays as it is. Durations in milliseconds.
    Behaviour changedBy(JsonObject change) {
        var median = change.containsKey("latencyMs") ? millis(change, "latencyMs") : latency.median();
        var p99 = change.containsKey("p99Ms")
                ? millis(change, "p99Ms")
                : change.containsKey("latencyMs") ? median : latency.p99();
        return new Behaviour(change.containsKey("mode") ? Mode.of(change.getString("mode")) : mode,
                change.getDouble("share", share), new Latency(median, p99),
                change.containsKey("retryAfterMs") ? millis(change, "retryAfterMs") : retryAfter,
                change.getInteger("capacity", capacity), change.getBoolean("countsTokens", countsTokens));
    }

    JsonObject toJson() {
        return new JsonObject().put("mode", mode.text())
                .put("share", share)
                .put("latencyMs", latency.median().toMillis())
                .put("p99Ms", latency.p99().toMillis())
                .put("retryAfterMs", retryAfter.toMillis())
                .put("capacity", capacity)
                .put("countsTokens", countsTokens);
    }

    private static Duration millis(JsonObject json, String key) {
        return Duration.ofMillis(json.getLong(key));
    }
}
