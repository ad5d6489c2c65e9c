package dev.rolecall.classifier.settlement;

import java.time.Clock;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.claim.ReleaseClaim;
import dev.rolecall.classifier.classification.Outcome;
import dev.rolecall.classifier.concurrency.AdaptiveConcurrencyLimiter;
import dev.rolecall.classifier.concurrency.JobLimiter;
import dev.rolecall.classifier.concurrency.PauseReason;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.settlement.NextStep.DeadLetterWithoutTranscript;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.outbox.OutboxRowFactory;
import io.smallrye.mutiny.Uni;

/// Tells the limiter what an outcome shows about the provider, and applies the next step of the job.
@ApplicationScoped
public class SettleOutcome {
    private final ReleaseClaim release;
    private final OutboxRowFactory events;
    private final JobLimiter jobs;
    private final AdaptiveConcurrencyLimiter limiter;
    private final DecideNextStep next;
    private final Clock clock;

    SettleOutcome(ReleaseClaim release, OutboxRowFactory events, JobLimiter jobs, RetryConfig config, Clock clock) {
        this.release = release;
        this.events = events;
        this.jobs = jobs;
        this.limiter = jobs.limiter();
        this.next = new DecideNextStep(new RetryPolicy(config.delays(), RandomGenerator.getDefault()));
        this.clock = clock;
    }

    /// Completes when the next step is committed.
    public Uni<Settled> settle(TranscriptReady event, Outcome outcome) {
        tellLimiter(outcome);
        var step = next.after(event, outcome, limiter.nextStart(), clock.instant());
        return apply(step).replaceWith(step.settled());
    }

    /// What became of a job that was asked for directly.
    ///
    /// @param isLastWord false if its event is still needed
    public record Attempt(Settled settled, boolean isLastWord) {}

    /// Of a job that was asked for directly, and whose event is in the outbox of another service: what is not decided by
    /// this attempt is left to that event, and spends no attempt.
    public Uni<Attempt> settleNow(TranscriptReady event, Outcome outcome) {
        tellLimiter(outcome);
        var step = next.after(event, outcome, limiter.nextStart(), clock.instant());
        return switch (step) {
            case NextStep.Acknowledge(var settled) ->
                attempted(Uni.createFrom().voidItem(), settled, outcome instanceof Outcome.Classified);
            case NextStep.DeadLetter dead -> attempted(apply(dead), dead.settled(), true);
            case NextStep.Retry retry ->
                attempted(release.toQueue(retry.claim(), retry.failure()), retry.settled(), false);
            default -> attempted(Uni.createFrom().voidItem(), step.settled(), false);
        };
    }

    private static Uni<Attempt> attempted(Uni<Void> written, Settled settled, boolean isLastWord) {
        return written.replaceWith(new Attempt(settled, isLastWord));
    }

    private void tellLimiter(Outcome outcome) {
        if (outcome instanceof Outcome.Classified(_, var wasLlmAsked, var refused)) {
            if (wasLlmAsked) {
                limiter.answered();
            }
            if (refused != null) {
                tellLimiter(refused);
            }
        }
        if (outcome instanceof Outcome.Failed(_, var failure)) {
            tellLimiter(failure);
        }
    }

    private void tellLimiter(JobFailure failure) {
        switch (failure) {
            case JobFailure.SlowDown slowDown -> limiter.slowDown(slowDown.after());
            case JobFailure.Pause(var cause, var setting, var after) ->
                jobs.pause(after, new PauseReason(cause.code(), setting));
            case JobFailure.UnusableAnswer _ -> limiter.answered();
            case JobFailure.Final(var cause) -> {
                if (cause.provider() != null) {
                    limiter.answered();
                }
            }
            case JobFailure.Wait _ -> {
                // others may be answered
            }
            case JobFailure.Retry _ -> {
                // shows nothing about the provider
            }
        }
    }

    private Uni<Void> apply(NextStep step) {
        return switch (step) {
            case NextStep.Acknowledge _ -> Uni.createFrom().voidItem();
            case NextStep.PublishAgain(var topic, var event, _) -> release.withoutClaim(events.ready(topic, event));
            case NextStep.Retry(var claim, var attempts, var notBefore, var failure, var topic, var event, _) -> release
                    .toRetry(claim, attempts, notBefore, failure, events.ready(topic, event));
            case NextStep.DeadLetter(var claim, var attempts, var failure, var event, var firstFailedAt, _) -> release
                    .toDeadLetter(claim, attempts, failure,
                            events.deadLetter(event.replay(),
                                    DeadLetterHeaders.of(failure, attempts, firstFailedAt)));
            // a backup that is restored later has the transcript with this job, not with
            // the next
            case NextStep.DeadLetterWithoutTranscript(var event, var failedAt, _) -> release
                    .withoutClaim(events.deadLetter(event, DeadLetterHeaders.of(DeadLetterWithoutTranscript.CODE,
                            "the transcript does not exist", failedAt)));
        };
    }
}
