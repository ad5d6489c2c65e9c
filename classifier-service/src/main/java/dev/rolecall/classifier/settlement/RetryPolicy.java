package dev.rolecall.classifier.settlement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.rolecall.contract.Topics;
import org.jspecify.annotations.Nullable;

/// Which tier a job waits in, and until when. A record's own time decides; the tier only keeps those with much the same
/// wait together.
final class RetryPolicy {
    /// So that jobs which failed together do not come back together.
    private static final double JITTER = 0.1;
    /// A wait that somebody else asked for is kept to within a second, however long it is.
    private static final Duration LONGEST_JITTERED = Duration.ofSeconds(5);

    private final List<Duration> delays;
    private final RandomGenerator random;

    RetryPolicy(List<Duration> delays, RandomGenerator random) {
        this.delays = List.copyOf(delays);
        this.random = random;
    }

    /// A place to wait in.
    record Step(String topic, Instant notBefore) {}

    /// Where a job goes after its attempt of this number, from 1, has failed; empty after the last tier.
    ///
    /// @param atLeast what the provider asked for
    Optional<Step> afterAttempt(int attempt, Instant now, @Nullable Duration atLeast) {
        if (attempt > delays.size()) {
            return Optional.empty();
        }
        var delay = delays.get(attempt - 1);
        return Optional.of(atLeast == null || atLeast.compareTo(delay) <= 0
                ? step(attempt - 1, now, delay, jitter(delay))
                : waiting(now, atLeast));
    }

    /// Where a job waits for so long, whatever its attempt: the first tier whose delay is as long, or else the last.
    Step waiting(Instant now, Duration wait) {
        var tier = 0;
        while (tier < delays.size() - 1 && delays.get(tier).compareTo(wait) < 0) {
            tier++;
        }
        return step(tier, now, wait, jitter(wait.compareTo(LONGEST_JITTERED) < 0 ? wait : LONGEST_JITTERED));
    }

    private Duration jitter(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * JITTER * random.nextDouble()));
    }

    private static Step step(int tier, Instant now, Duration wait, Duration jitter) {
        return new Step(Topics.RETRIES.get(tier), now.plus(wait).plus(jitter));
    }
}
