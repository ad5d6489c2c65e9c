package dev.rolecall.classifier.settlement;

import java.time.Duration;
import java.time.Instant;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.classification.Outcome;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.settlement.NextStep.Acknowledge;
import dev.rolecall.classifier.settlement.NextStep.DeadLetter;
import dev.rolecall.classifier.settlement.NextStep.DeadLetterWithoutTranscript;
import dev.rolecall.classifier.settlement.NextStep.PublishAgain;
import dev.rolecall.classifier.settlement.NextStep.Retry;
import dev.rolecall.classifier.settlement.Settled.As;
import dev.rolecall.contract.TranscriptReady;
import org.jspecify.annotations.Nullable;

/// Decides what to do with a job after one attempt. A pure function: it takes values and returns one.
final class DecideNextStep {
    /// A lease ends by the database's clock; the pod's clock may be a little ahead of it.
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(1);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);
    /// Each record that is held takes a place in its tier.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final JobFailure LLM_AWAY = new JobFailure.Pause(
            Cause.of("llm-away", "the pod is paused because the LLM's provider fails for every call"), null, null);

    private final RetryPolicy policy;

    DecideNextStep(RetryPolicy policy) {
        this.policy = policy;
    }

    /// @param nextStart when the limiter lets the next job run, after it has heard of this outcome; null or past if now
    NextStep after(TranscriptReady event, Outcome outcome, @Nullable Instant nextStart, Instant now) {
        return switch (outcome) {
            case Outcome.Classified(var isLabelled, _, _) ->
                new Acknowledge(Settled.as(isLabelled ? As.LABELLED : As.UNLABELLED));
            case Outcome.LlmAway(var claim) -> handBack(event, claim, LLM_AWAY, nextStart, now, As.PAUSED);
            case Outcome.Overtaken _ -> new Acknowledge(Settled.as(As.OVERTAKEN));
            case Outcome.NothingToDo(var why) -> new Acknowledge(Settled.as(why));
            case Outcome.Elsewhere(var until) -> afterLease(event, until, now);
            case Outcome.Gone _ -> new DeadLetterWithoutTranscript(event, now,
                    new Settled(As.DEAD_LETTER, DeadLetterWithoutTranscript.CODE));
            case Outcome.Failed(var claim, var failure) -> afterFailure(event, claim, failure, nextStart, now);
        };
    }

    /// The same attempt, in a tier that ends after the other pod's lease.
    private NextStep afterLease(TranscriptReady event, Instant leaseEnd, Instant now) {
        var wait = policy.of(now, Duration.between(now, leaseEnd.plus(CLOCK_SKEW)));
        return new PublishAgain(wait.topic(), event.again(wait.notBefore()), Settled.as(As.ELSEWHERE));
    }

    private NextStep afterFailure(TranscriptReady event, Claim.Held claim, JobFailure failure,
            @Nullable Instant nextStart, Instant now) {
        return switch (failure) {
            case JobFailure.Retry retry -> retry(event, claim, retry, retry.after(), now);
            case JobFailure.UnusableAnswer unusable -> retry(event, claim, unusable, null, now);
            case JobFailure.SlowDown _ -> handBack(event, claim, failure, nextStart, now, As.SLOWED_DOWN);
            case JobFailure.Pause _ -> handBack(event, claim, failure, nextStart, now, As.PAUSED);
            case JobFailure.Wait(var _, var after) ->
                handBack(event, claim, failure, now.plus(waitFor(after)), now, As.WAITING);
            case JobFailure.Final _ -> deadLetter(event, claim, failure, now);
        };
    }

    private static Duration waitFor(@Nullable Duration after) {
        if (after == null || after.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return after.compareTo(LONGEST_WAIT) < 0 ? after : LONGEST_WAIT;
    }

    private NextStep retry(TranscriptReady event, Claim.Held claim, JobFailure failure, @Nullable Duration atLeast,
            Instant now) {
        var spent = claim.attempts() + 1;
        return policy.afterAttempt(spent, now, atLeast)
                .<NextStep>map(wait -> new Retry(claim, spent, wait.notBefore(), failure, wait.topic(),
                        event.afterFailure(failure.code(), now, wait.notBefore()),
                        new Settled(As.RETRY, failure.code())))
                .orElseGet(() -> deadLetter(event, claim, failure, now));
    }

    /// No attempt is spent: the failure was not the transcript's.
    private NextStep handBack(TranscriptReady event, Claim.Held claim, JobFailure failure, @Nullable Instant nextStart,
            Instant now, As as) {
        var isLater = nextStart != null && nextStart.isAfter(now);
        var wait = policy.of(now, isLater ? Duration.between(now, nextStart) : Duration.ZERO);
        return new Retry(claim, claim.attempts(), wait.notBefore(), failure, wait.topic(),
                event.again(wait.notBefore()),
                new Settled(as, failure.code()));
    }

    private static NextStep deadLetter(TranscriptReady event, Claim.Held claim, JobFailure failure, Instant now) {
        return new DeadLetter(claim, claim.attempts() + 1, failure, event,
                event.firstFailedAt() == null ? now : event.firstFailedAt(),
                new Settled(As.DEAD_LETTER, failure.code()));
    }
}
