package dev.rolecall.fakellm;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

import dev.rolecall.fakellm.provider.Messages;
import dev.rolecall.fakellm.provider.Provider;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// How the fake LLM answers the next calls.
///
/// @param share share of the calls that get `mode`, from 0 to 1; the others are answered
/// @param retryAfter value of Retry-After in a 429
/// @param countsTokens whether tokens are counted exactly, which doubles the work of an answer
/// @param capacity how many calls are answered at once; one more gets a 429
/// @param provider who is played
/// @param messages what errors say
/// @param rejectedText a request that contains this text is rejected; null if none is
public record Behaviour(Mode mode, double share, Latency latency, Duration retryAfter, int capacity,
        boolean countsTokens, Provider provider, Messages messages, @Nullable String rejectedText) {
    public static final Behaviour PROMPT = new Behaviour(Mode.ANSWER, 1, Latency.constant(Duration.ZERO),
            Duration.ofSeconds(2), Integer.MAX_VALUE, false, Provider.OPENAI, Messages.PLAIN, null);
    private static final Set<String> FIELDS = Set.of("mode", "share", "latencyMs", "p99Ms", "retryAfterMs", "capacity",
            "countsTokens", "provider", "messages", "rejectedText");

    public Behaviour {
        if (share < 0 || share > 1) {
            throw new IllegalArgumentException("share goes from 0 to 1: " + share);
        }
    }

    public static Behaviour slow(Duration latency) {
        return PROMPT.withLatency(Latency.constant(latency));
    }

    public static Behaviour of(Mode mode) {
        return PROMPT.withMode(mode, 1);
    }

    public Behaviour withLatency(Latency other) {
        return new Behaviour(mode, share, other, retryAfter, capacity, countsTokens, provider, messages,
                rejectedText);
    }

    /// A rate limit with this Retry-After.
    public Behaviour withRetryAfter(Duration other) {
        return new Behaviour(mode, share, latency, other, capacity, countsTokens, provider, messages,
                rejectedText);
    }

    public Behaviour withCapacity(int other) {
        return new Behaviour(mode, share, latency, retryAfter, other, countsTokens, provider, messages,
                rejectedText);
    }

    /// @param inShare share of the calls that get the mode
    public Behaviour withMode(Mode other, double inShare) {
        return new Behaviour(other, inShare, latency, retryAfter, capacity, countsTokens, provider, messages,
                rejectedText);
    }

    public Behaviour playing(Provider other) {
        return new Behaviour(mode, share, latency, retryAfter, capacity, countsTokens, other, messages, rejectedText);
    }

    public Behaviour saying(Messages other) {
        return new Behaviour(mode, share, latency, retryAfter, capacity, countsTokens, provider, other, rejectedText);
    }

    /// Rejects requests that contain a text.
    public Behaviour rejecting(String text) {
        return new Behaviour(mode, share, latency, retryAfter, capacity, countsTokens, provider, messages, text);
    }

    /// @param inFlight number of calls that are being answered, including this one
    Mode draw(RandomGenerator random, int inFlight) {
        if (inFlight > capacity) {
            return Mode.RATE_LIMITED;
        }
        return random.nextDouble() < share ? mode : Mode.ANSWER;
    }

    /// From the JSON of the control endpoint, with durations in milliseconds. Absent fields stay as they are.
    ///
    /// @throws IllegalArgumentException if a field is unknown or has a wrong value
    Behaviour changedBy(JsonObject change) {
        var unknown = change.fieldNames().stream().filter(field -> !FIELDS.contains(field)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("%s: the fields are %s".formatted(unknown, new TreeSet<>(FIELDS)));
        }
        var median = change.containsKey("latencyMs") ? millis(change, "latencyMs") : latency.median();
        var p99 = change.containsKey("p99Ms")
                ? millis(change, "p99Ms")
                : change.containsKey("latencyMs") ? median : latency.p99();
        return new Behaviour(change.containsKey("mode") ? Mode.of(change.getString("mode")) : mode,
                change.getDouble("share", share), new Latency(median, p99),
                change.containsKey("retryAfterMs") ? millis(change, "retryAfterMs") : retryAfter,
                change.getInteger("capacity", capacity), change.getBoolean("countsTokens", countsTokens),
                change.containsKey("provider") ? Provider.named(change.getString("provider")) : provider,
                change.containsKey("messages") ? Messages.named(change.getString("messages")) : messages,
                change.getString("rejectedText", rejectedText));
    }

    JsonObject toJson() {
        return new JsonObject().put("mode", mode.text())
                .put("share", share)
                .put("latencyMs", latency.median().toMillis())
                .put("p99Ms", latency.p99().toMillis())
                .put("retryAfterMs", retryAfter.toMillis())
                .put("capacity", capacity)
                .put("countsTokens", countsTokens)
                .put("provider", provider.name())
                .put("messages", messages.text())
                .put("rejectedText", rejectedText);
    }

    private static Duration millis(JsonObject json, String key) {
        return Duration.ofMillis(json.getLong(key));
    }
}
