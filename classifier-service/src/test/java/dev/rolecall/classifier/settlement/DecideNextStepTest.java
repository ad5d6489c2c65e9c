package dev.rolecall.classifier.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.claim.Claim.Why;
import dev.rolecall.classifier.classification.Outcome;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.provider.Provider;
import dev.rolecall.classifier.settlement.Settled.As;
import dev.rolecall.contract.Topics;
import dev.rolecall.contract.TranscriptReady;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole decision as a table: what follows which outcome.
class DecideNextStepTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:15:00Z");
    private static final TranscriptReady EVENT = TranscriptReady.first(UUID.randomUUID(), "r", 1, 100, null);
    private final DecideNextStep decide = new DecideNextStep(new RetryPolicy(
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10)),
            new Random(1)));

    static Stream<Arguments> endings() {
        return Stream.of(Arguments.of(new Outcome.Classified(true, true, null), "labelled"),
                Arguments.of(new Outcome.Classified(false, false, null), "unlabelled"),
                Arguments.of(new Outcome.Overtaken(), "overtaken"),
                Arguments.of(new Outcome.NothingToDo(Why.DONE), "done"),
                Arguments.of(new Outcome.NothingToDo(Why.DEAD_LETTERED), "dead-lettered"),
                Arguments.of(new Outcome.NothingToDo(Why.PARKED), "parked"),
                Arguments.of(new Outcome.NothingToDo(Why.ATTEMPT_SPENT), "attempt-spent"),
                Arguments.of(new Outcome.NothingToDo(Why.NOT_DUE), "not-due"),
                Arguments.of(new Outcome.NothingToDo(Why.OVERTAKEN), "overtaken"),
                Arguments.of(new Outcome.NothingToDo(Why.ERASED), "erased"));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void acknowledgesWhatHasEnded(Outcome outcome, String settled) {
        var step = after(outcome, null);

        assertThat(step).isInstanceOf(NextStep.Acknowledge.class);
        assertThat(step.settled().outcome()).isEqualTo(settled);
    }

    /// failure, attempts spent before, when the limiter lets the next job run; then: topic, attempts spent, attempt of
    /// the next event, earliest seconds until it, outcome.
    static Stream<Arguments> retries() {
        var retry = new JobFailure.Retry(cause("timeout"), null);
        var asked = new JobFailure.Retry(cause("http-503"), Duration.ofSeconds(90));
        var unusable = new JobFailure.UnusableAnswer(cause("answer-empty"));
        var slow = new JobFailure.SlowDown(cause("rate_limit_exceeded"), null);
        var pause = new JobFailure.Pause(cause("insufficient_quota"), null, null);
        return Stream.of(Arguments.of(retry, 0, null, Topics.RETRY_5S, 1, 2, 5, "retry"),
                Arguments.of(retry, 3, null, Topics.RETRY_10M, 4, 2, 600, "retry"),
                Arguments.of(asked, 0, null, Topics.RETRY_2M, 1, 2, 90, "retry"),
                Arguments.of(unusable, 1, null, Topics.RETRY_30S, 2, 2, 30, "retry"),
                Arguments.of(unusable, 1, NOW.plusSeconds(99), Topics.RETRY_30S, 2, 2, 30, "retry"),
                Arguments.of(slow, 2, NOW.plusSeconds(1), Topics.RETRY_5S, 2, 1, 1, "slowed-down"),
                Arguments.of(slow, 2, NOW.plusSeconds(20), Topics.RETRY_30S, 2, 1, 20, "slowed-down"),
                Arguments.of(pause, 0, NOW.plusSeconds(60), Topics.RETRY_2M, 0, 1, 60, "paused"),
                Arguments.of(pause, 0, NOW.minusSeconds(3), Topics.RETRY_5S, 0, 1, 0, "paused"),
                Arguments.of(pause, 0, null, Topics.RETRY_5S, 0, 1, 0, "paused"),
                Arguments.of(waiting(null), 1, NOW.plusSeconds(60), Topics.RETRY_5S, 1, 1, 5, "waiting"),
                Arguments.of(waiting(Duration.ZERO), 0, null, Topics.RETRY_5S, 0, 1, 5, "waiting"),
                Arguments.of(waiting(Duration.ofSeconds(20)), 0, null, Topics.RETRY_30S, 0, 1, 20, "waiting"),
                Arguments.of(waiting(Duration.ofHours(20)), 0, null, Topics.RETRY_10M, 0, 1, 600, "waiting"));
    }

    private static JobFailure waiting(@Nullable Duration after) {
        return new JobFailure.Wait(cause("tag-spend-limit"), after);
    }

    @ParameterizedTest
    @MethodSource("retries")
    void retries(JobFailure failure, int spentBefore, @Nullable Instant nextStart, String topic, int spent, int attempt,
            long seconds, String settled) {
        var claim = claim(spentBefore);

        var step = after(new Outcome.Failed(claim, failure), nextStart);

        assertThat(step).isInstanceOfSatisfying(NextStep.Retry.class, retry -> {
            assertThat(retry.claim()).isEqualTo(claim);
            assertThat(retry.failure()).isEqualTo(failure);
            assertThat(retry.topic()).isEqualTo(topic);
            assertThat(retry.attempts()).isEqualTo(spent);
            assertThat(retry.event().attempt()).isEqualTo(attempt);
            assertThat(retry.event().notBefore()).isBetween(NOW.plusSeconds(seconds),
                    NOW.plusSeconds(seconds).plus(Duration.ofSeconds(seconds).dividedBy(10)));
            assertThat(retry.settled().outcome()).isEqualTo(settled);
            assertThat(retry.settled().code()).isEqualTo(failure.code());
        });
    }

    @Test
    void deadLettersAJobAfterItsLastTier() {
        var step = after(new Outcome.Failed(claim(4), new JobFailure.Retry(cause("timeout"), null)), null);

        assertThat(step).isInstanceOfSatisfying(NextStep.DeadLetter.class, dead -> {
            assertThat(dead.attempts()).isEqualTo(5);
            assertThat(dead.firstFailedAt()).isEqualTo(NOW);
            assertThat(dead.settled()).isEqualTo(new Settled(As.DEAD_LETTER, "timeout"));
        });
    }

    @Test
    void deadLettersAFinalFailureAtOnceAndKeepsTheTimeOfTheFirst() {
        var first = NOW.minusSeconds(77);
        var event = EVENT.afterFailure("timeout", first, NOW);

        var step = decide.after(event,
                new Outcome.Failed(claim(1), new JobFailure.Final(cause("content_filter"))), null, NOW);

        assertThat(step).isInstanceOfSatisfying(NextStep.DeadLetter.class, dead -> {
            assertThat(dead.attempts()).isEqualTo(2);
            assertThat(dead.firstFailedAt()).isEqualTo(first);
        });
    }

    @Test
    void comesBackWithTheSameAttemptAfterTheOtherPodsLease() {
        var step = after(new Outcome.Elsewhere(NOW.plusSeconds(15)), null);

        assertThat(step).isInstanceOfSatisfying(NextStep.PublishAgain.class, again -> {
            assertThat(again.topic()).isEqualTo(Topics.RETRY_30S);
            assertThat(again.event().attempt()).isEqualTo(1);
            assertThat(again.event().notBefore()).isAfterOrEqualTo(NOW.plusSeconds(16));
            assertThat(again.settled().outcome()).isEqualTo("elsewhere");
        });
    }

    @Test
    void deadLettersAnEventWithoutATranscript() {
        assertThat(after(new Outcome.Gone(), null)).isEqualTo(new NextStep.DeadLetterWithoutTranscript(EVENT, NOW,
                new Settled(As.DEAD_LETTER, "transcript-gone")));
    }

    private NextStep after(Outcome outcome, @Nullable Instant nextStart) {
        return decide.after(EVENT, outcome, nextStart, NOW);
    }

    private static Claim.Held claim(int attempts) {
        return new Claim.Held(EVENT, 7, attempts);
    }

    private static JobFailure.Cause cause(String code) {
        return new JobFailure.Cause(code, "why", "q", new Provider("api.example", "m"));
    }
}
