package dev.rolecall.fakellm;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.vertx.core.json.JsonObject;

/// How the fake LLM answers the next calls.
///
/// @param share share of the calls that get `mode`, from 0 to 1; the others are answered
/// @param retryAfter value of Retry-After in a 429
/// @param countsTokens whether tokens are counted exactly, which doubles the work of an answer
/// @param capacity how many calls are answered at once; one more gets a 429
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

    /// A rate limit with this Retry-After.
    public Behaviour withRetryAfter(Duration other) {
        return new Behaviour(mode, share, latency, other, capacity, countsTokens);
    }

    public Behaviour withCapacity(int other) {
        return new Behaviour(mode, share, latency, retryAfter, other, countsTokens);
    }

    /// @param inFlight number of calls that are being answered, including this one
    Mode draw(RandomGenerator random, int inFlight) {
        if (inFlight > capacity) {
            return Mode.RATE_LIMITED;
        }
        return random.nextDouble() < share ? mode : Mode.ANSWER;
    }

    /// From the JSON of the control endpoint, with durations in milliseconds. Absent fields stay as they are.
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
