package dev.rolecall.classifier.settlement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.claim.ReleaseClaim;
import dev.rolecall.classifier.classification.Outcome;
import dev.rolecall.classifier.concurrency.AdaptiveConcurrencyLimiter;
import dev.rolecall.classifier.concurrency.JobLimiter;
import dev.rolecall.classifier.consumer.ConsumerConfig;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.settlement.RetryPolicy.Step;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.outbox.OutboxRowFactory;
import io.smallrye.mutiny.Uni;

/// Decides what becomes of a job after one try at it, writes that down, and tells the [AdaptiveConcurrencyLimiter] what it learnt of the
/// provider.
@ApplicationScoped
public class SettleOutcome {
    /// A lease is the database's; our clock may be a little ahead of it.
    private static final Duration CLOCKS_APART = Duration.ofSeconds(1);

    private final ReleaseClaim steps;
    private final OutboxRowFactory events;
    private final AdaptiveConcurrencyLimiter admission;
    private final RetryPolicy policy;
    private final Clock clock;

    SettleOutcome(ReleaseClaim steps, OutboxRowFactory events, JobLimiter inFlight, ConsumerConfig config,
            Clock clock) {
        this.steps = steps;
        this.events = events;
        this.admission = inFlight.admission();
        this.policy = new RetryPolicy(config.delays(), RandomGenerator.getDefault());
        this.clock = clock;
    }

    public Uni<Settled> settle(TranscriptReady event, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Classified(var wasAsked) -> classified(wasAsked);
            case Outcome.Overtaken _ -> settled("overtaken");
            case Outcome.NothingToDo(var why) -> settled(why);
            case Outcome.Elsewhere(var until) -> comeBack(event, until);
            case Outcome.Gone _ -> gone(event);
            case Outcome.Failed(var claim, var failure) -> failed(event, claim, failure);
        };
    }

    private Uni<Settled> settled(String word) {
        return Uni.createFrom().item(Settled.as(word));
    }

    private Uni<Settled> classified(boolean wasAsked) {
        if (wasAsked) {
            admission.answered();
        }
        return settled(wasAsked ? "labelled" : "unlabelled");
    }

    /// The same attempt, in a tier that ends after the other pod's lease.
    private Uni<Settled> comeBack(TranscriptReady event, Instant leaseEnd) {
        var now = clock.instant();
        var step = policy.waiting(now, Duration.between(now, leaseEnd.plus(CLOCKS_APART)));
        return steps.send(events.ready(step.topic(), event.again(step.notBefore())))
                .replaceWith(Settled.as("elsewhere"));
    }

    private Uni<Settled> gone(TranscriptReady event) {
        var why = DeadLetterHeaders.headers("transcript-gone", "there is no such transcript", 0, clock.instant(), null);
        return steps.send(events.deadLetter(event, why)).replaceWith(new Settled("dead-letter", "transcript-gone"));
    }

    private Uni<Settled> failed(TranscriptReady event, Claim.Held claim, JobFailure failure) {
        return switch (failure) {
            case JobFailure.Retry retry -> retry(event, claim, retry);
            case JobFailure.SlowDown slower -> handBack(event, claim, slower, admission.slowDown(slower.after()),
                    "slowed-down");
            case JobFailure.Pause pause -> handBack(event, claim, pause, admission.pause(pause.after()), "paused");
            case JobFailure.Final hopeless -> dieAtOnce(event, claim, hopeless);
        };
    }

    private Uni<Settled> retry(TranscriptReady event, Claim.Held claim, JobFailure.Retry failure) {
        if (failure.isAnswer()) {
            admission.answered();
        }
        var now = clock.instant();
        var spent = claim.attempts() + 1;
        return policy.afterAttempt(spent, now, failure.after())
                .map(step -> again(claim, spent, failure, step,
                        event.afterFailure(failure.code(), now, step.notBefore()), "retry"))
                .orElseGet(() -> die(event, claim, failure));
    }

    /// No attempt spent: it was not the transcript's fault.
    private Uni<Settled> handBack(TranscriptReady event, Claim.Held claim, JobFailure failure, Instant until,
            String word) {
        var now = clock.instant();
        var step = policy.waiting(now, Duration.between(now, until));
        return again(claim, claim.attempts(), failure, step, event.again(step.notBefore()), word);
    }

    private Uni<Settled> again(Claim.Held claim, int spent, JobFailure failure, Step step, TranscriptReady next,
            String word) {
        return steps.retry(claim, spent, step.notBefore(), failure, events.ready(step.topic(), next))
                .replaceWith(new Settled(word, failure.code()));
    }

    private Uni<Settled> dieAtOnce(TranscriptReady event, Claim.Held claim, JobFailure.Final failure) {
        if (failure.requestId() != null) {
            admission.answered();
        }
        return die(event, claim, failure);
    }

    private Uni<Settled> die(TranscriptReady event, Claim.Held claim, JobFailure failure) {
        var spent = claim.attempts() + 1;
        var first = event.firstFailedAt() == null ? clock.instant() : event.firstFailedAt();
        var why = DeadLetterHeaders.headers(failure.code(), failure.reason(), spent, first, failure.requestId());
        return steps.die(claim, spent, failure, events.deadLetter(event, why))
                .replaceWith(new Settled("dead-letter", failure.code()));
    }
}
