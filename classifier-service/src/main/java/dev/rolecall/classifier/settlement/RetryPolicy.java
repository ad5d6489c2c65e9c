package dev.rolecall.classifier.settlement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.rolecall.contract.Topics;
import org.jspecify.annotations.Nullable;

/// Which retry tier a job waits in, and until when. The record's own not-before time decides; the tier only groups
/// records with similar delays.
final class RetryPolicy {
    /// Keeps jobs that failed together from coming back together.
    private static final double JITTER = 0.1;
    /// Longest delay that the jitter is computed from: a provider's Retry-After is kept to within half a second.
    private static final Duration MAX_JITTERED = Duration.ofSeconds(5);

    private final List<Duration> delays;
    private final RandomGenerator random;

    RetryPolicy(List<Duration> delays, RandomGenerator random) {
        this.delays = List.copyOf(delays);
        this.random = random;
    }

    /// A tier and a time.
    record Wait(String topic, Instant notBefore) {}

    /// Where a job waits after a failed attempt.
    ///
    /// @param attempt number of the failed attempt, from 1
    /// @param atLeast the provider's Retry-After; null if there is none
    /// @return empty after the last tier
    Optional<Wait> afterAttempt(int attempt, Instant now, @Nullable Duration atLeast) {
        if (attempt > delays.size()) {
            return Optional.empty();
        }
        var delay = delays.get(attempt - 1);
        return Optional.of(atLeast == null || atLeast.compareTo(delay) <= 0
                ? in(attempt - 1, now, delay, jitter(delay))
                : of(now, atLeast));
    }

    /// Where a job waits for this long, whatever its attempt: the first tier whose delay is at least as long, or the
    /// last tier.
    Wait of(Instant now, Duration wait) {
        var tier = 0;
        while (tier < delays.size() - 1 && delays.get(tier).compareTo(wait) < 0) {
            tier++;
        }
        return in(tier, now, wait, jitter(wait.compareTo(MAX_JITTERED) < 0 ? wait : MAX_JITTERED));
    }

    private Duration jitter(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * JITTER * random.nextDouble()));
    }

    private static Wait in(int tier, Instant now, Duration wait, Duration jitter) {
        return new Wait(Topics.RETRIES.get(tier), now.plus(wait).plus(jitter));
    }
}
