package dev.rolecall.classifier.inline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.classification.ClassifyTranscript;
import dev.rolecall.classifier.concurrency.AdaptiveConcurrencyLimiter;
import dev.rolecall.classifier.concurrency.ConsumptionPause;
import dev.rolecall.classifier.concurrency.JobLimiter;
import dev.rolecall.classifier.progress.Progress;
import dev.rolecall.classifier.settlement.JobLog;
import dev.rolecall.classifier.settlement.SettleOutcome;
import dev.rolecall.classifier.settlement.Settled;
import dev.rolecall.contract.Topics;
import dev.rolecall.contract.TranscriptReady;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Makes one attempt at a job now. Its event is in webhook-service's outbox, and is published if this does not settle the job.
@ApplicationScoped
class ClassifyNow {
    private static final Logger LOG = Logger.getLogger(ClassifyNow.class);

    private final ClassifyTranscript classify;
    private final SettleOutcome settle;
    private final JobLimiter jobs;
    private final ConsumptionPause pause;
    private final AdaptiveConcurrencyLimiter limiter;
    private final Progress progress;
    private final JobLog log;
    private final Clock clock;

    ClassifyNow(ClassifyTranscript classify, SettleOutcome settle, JobLimiter jobs, ConsumptionPause pause,
            Progress progress, JobLog log,
            Clock clock) {
        this.classify = classify;
        this.settle = settle;
        this.jobs = jobs;
        this.pause = pause;
        this.limiter = jobs.limiter();
        this.progress = progress;
        this.log = log;
        this.clock = clock;
    }

    /// An attempt that has begun goes on when the caller is gone.
    ///
    /// @param wait how long the job may wait to begin
    /// @return empty if the event is needed: the pod is paused, by an operator too, or held back, the job could not begin in time, or the attempt was not
    ///     the last word
    Uni<Optional<Settled>> classify(TranscriptReady event, Duration wait) {
        var latest = clock.instant().plus(wait);
        if (limiter.isPaused() || pause.isPaused(Topics.READY) || isAfter(limiter.nextStart(), latest)) {
            return Uni.createFrom().item(Optional.empty());
        }
        var attempt = limiter.enterFirst()
                .chain(() -> progress.track(attempt(event, latest)).onTermination().invoke(limiter::leave))
                .memoize()
                .indefinitely();
        attempt.subscribe()
                .with(_ -> {},
                        failure -> LOG.errorf(failure, "Failed to classify transcript %s; its event is published",
                                event.transcriptId()));
        return attempt;
    }

    private Uni<Optional<Settled>> attempt(TranscriptReady event, Instant latest) {
        var began = clock.instant();
        return began.isAfter(latest)
                ? Uni.createFrom().item(Optional.empty())
                : classify.classify(event)
                        .chain(outcome -> settle.settleNow(event, outcome))
                        .invoke(attempt -> log.write(new JobLog.Line(event, attempt.settled(),
                                Duration.between(began, clock.instant()), null)))
                        // a job that was handed back is another pod's, which finds it by its event
                        .map(attempt -> Optional.of(attempt)
                                .filter(it -> it.isLastWord() && !jobs.hasHandedBack())
                                .map(SettleOutcome.Attempt::settled));
    }

    private static boolean isAfter(@Nullable Instant start, Instant latest) {
        return start != null && start.isAfter(latest);
    }
}
