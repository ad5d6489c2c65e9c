package dev.rolecall.classifier.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import dev.rolecall.contract.Topics;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:15:00Z");
    private final RetryPolicy policy = new RetryPolicy(
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10)),
            new Random(1));

    @Test
    void goesThroughTheFourTiersAndThenNowhere() {
        for (var attempt = 1; attempt <= 4; attempt++) {
            assertThat(policy.afterAttempt(attempt, NOW, null).orElseThrow().topic())
                    .isEqualTo(Topics.RETRIES.get(attempt - 1));
        }
        assertThat(policy.afterAttempt(5, NOW, null)).isEmpty();
    }

    @Test
    void waitsATierAndUpToATenthMore() {
        for (var i = 0; i < 1000; i++) {
            var wait = policy.afterAttempt(2, NOW, null).orElseThrow();
            assertThat(wait.notBefore()).isBetween(NOW.plusSeconds(30), NOW.plusSeconds(33));
        }
    }

    @Test
    void waitsAsLongAsTheProviderAsks() {
        var wait = policy.afterAttempt(1, NOW, Duration.ofSeconds(90)).orElseThrow();

        assertThat(wait.topic()).isEqualTo(Topics.RETRY_2M);
        assertThat(wait.notBefore()).isBetween(NOW.plusSeconds(90), NOW.plusSeconds(91));
    }

    @Test
    void keepsALongWaitThatWasAskedForToWithinASecond() {
        for (var i = 0; i < 1000; i++) {
            var wait = policy.of(NOW, Duration.ofHours(3));
            assertThat(wait.notBefore()).isBetween(NOW.plus(Duration.ofHours(3)),
                    NOW.plus(Duration.ofHours(3)).plusSeconds(1));
        }
    }

    @Test
    void findsTheTierThatEndsAfterAWait() {
        assertThat(policy.of(NOW, Duration.ofSeconds(-3)).topic()).isEqualTo(Topics.RETRY_5S);
        assertThat(policy.of(NOW, Duration.ofSeconds(5)).topic()).isEqualTo(Topics.RETRY_5S);
        assertThat(policy.of(NOW, Duration.ofSeconds(6)).topic()).isEqualTo(Topics.RETRY_30S);
        assertThat(policy.of(NOW, Duration.ofHours(2)).topic()).isEqualTo(Topics.RETRY_10M);
    }
}
