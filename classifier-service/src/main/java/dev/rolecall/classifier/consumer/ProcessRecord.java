package dev.rolecall.classifier.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.classification.ClassifyTranscript;
import dev.rolecall.classifier.classification.Outcome;
import dev.rolecall.classifier.concurrency.AdaptiveConcurrencyLimiter;
import dev.rolecall.classifier.concurrency.AdaptiveConcurrencyLimiter.Entry;
import dev.rolecall.classifier.concurrency.ConsumptionPause;
import dev.rolecall.classifier.concurrency.JobLimiter;
import dev.rolecall.classifier.consumer.ParseEvent.PoisonRecord;
import dev.rolecall.classifier.progress.Progress;
import dev.rolecall.classifier.settlement.DeadLetterHeaders;
import dev.rolecall.classifier.settlement.JobLog.Line;
import dev.rolecall.classifier.settlement.SettleOutcome;
import dev.rolecall.classifier.settlement.Settled;
import dev.rolecall.classifier.settlement.Settled.As;
import dev.rolecall.contract.TranscriptReady;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Processes one record, from its arrival to its acknowledgement, which follows the commit of the job's next step. No
/// failure leaves this class, because a failure would end the stream.
@ApplicationScoped
class ProcessRecord {
    private static final String UNREADABLE = "unreadable-event";
    private static final String INTERNAL_ERROR = "internal-error";
    /// Longer than any wait that this service asks for: until the next day's budget.
    private static final Duration LONGEST_HOLD = Duration.ofDays(2);
    private static final Logger LOG = Logger.getLogger(ProcessRecord.class);

    private final ParseEvent parse;
    private final ClassifyTranscript classify;
    private final SettleOutcome settle;
    private final PassOnRecord passOn;
    private final TraceJob trace;
    private final ConsumptionPause pause;
    private final JobLimiter jobs;
    private final Progress progress;
    private final AdaptiveConcurrencyLimiter limiter;
    private final Clock clock;
    private final Vertx vertx;

    ProcessRecord(ParseEvent parse, ClassifyTranscript classify, SettleOutcome settle, PassOnRecord passOn,
            TraceJob trace, ConsumptionPause pause, JobLimiter jobs, Progress progress, Clock clock, Vertx vertx) {
        this.parse = parse;
        this.classify = classify;
        this.settle = settle;
        this.passOn = passOn;
        this.trace = trace;
        this.pause = pause;
        this.jobs = jobs;
        this.limiter = jobs.limiter();
        this.progress = progress;
        this.clock = clock;
        this.vertx = vertx;
    }

    /// While the LLM is away, the record is prepared once: it is settled if it needs no LLM, and else goes to a tier.
    Uni<Message<Line>> now(Message<byte[]> record) {
        return process(record, Uni.createFrom().item(() -> parse.from(record.getPayload())), limiter::enterOrPass);
    }

    /// Holds the record until it is due, concurrently with all other records that wait.
    Uni<Message<Line>> whenDue(Message<byte[]> record) {
        return process(record, Uni.createFrom().item(() -> parse.from(record.getPayload())).call(this::due),
                limiter::enter);
    }

    private Uni<Message<Line>> process(Message<byte[]> record, Uni<TranscriptReady> event, Supplier<Uni<Entry>> entry) {
        return event.chain(it -> enter(topicOf(record), entry)
                .chain(entered -> progress.track(run(topicOf(record), it, entered))))
                .onFailure().recoverWithUni(failure -> progress.track(passOn(record, failure)))
                .call(() -> acknowledged(record))
                .onFailure().recoverWithItem(failure -> unacknowledged(record, failure))
                .map(Message::of);
    }

    /// A topic may be paused while its records wait for a place.
    private Uni<Entry> enter(String topic, Supplier<Uni<Entry>> entry) {
        return pause.whenResumed(topic).chain(entry::get).chain(entered -> {
            if (!pause.isPaused(topic)) {
                return Uni.createFrom().item(entered);
            }
            leave(entered);
            return enter(topic, entry);
        });
    }

    private void leave(Entry entry) {
        switch (entry) {
            case ENTERED -> limiter.leave();
            case PASSING -> limiter.leavePassing();
        }
    }

    /// Does not acknowledge a record whose job was handed back: another pod needs it.
    private Uni<Void> acknowledged(Message<byte[]> record) {
        return jobs.hasHandedBack() ? Uni.createFrom().voidItem() : Uni.createFrom().completionStage(record::ack);
    }

    private Uni<Line> run(String topic, TranscriptReady event, Entry entry) {
        return trace.in(topic, event, () -> attempt(event, switch (entry) {
            case ENTERED -> classify.classify(event);
            case PASSING -> classify.classifyWithoutLlm(event);
        })).onTermination().invoke(() -> leave(entry));
    }

    private Uni<Line> attempt(TranscriptReady event, Uni<Outcome> attempt) {
        var began = clock.instant();
        return attempt.chain(outcome -> settle.settle(event, outcome))
                .map(settled -> new Line(event, settled, Duration.between(began, clock.instant()), traceId()));
    }

    private static @Nullable String traceId() {
        var span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : null;
    }

    /// Waits on a timer of the record's own Vert.x context.
    private Uni<Void> due(TranscriptReady event) {
        var asked = event.notBefore() == null ? Duration.ZERO : Duration.between(clock.instant(), event.notBefore());
        // a record may come from anywhere
        var wait = asked.compareTo(LONGEST_HOLD) < 0 ? asked : LONGEST_HOLD;
        return wait.isPositive()
                ? Uni.createFrom().emitter(time -> wake(time, wait.toMillis() + 1))
                : Uni.createFrom().voidItem();
    }

    private void wake(UniEmitter<? super Void> time, long millis) {
        vertx.setTimer(millis, _ -> time.complete(null));
    }

    /// A record that cannot be parsed, or that we or PostgreSQL fail on whatever it is, becomes a dead letter as it came.
    private Uni<Line> passOn(Message<byte[]> record, Throwable failure) {
        if (jobs.hasHandedBack()) {
            // another pod gets the record
            return Uni.createFrom().item(Line.withoutEvent(Settled.as(As.ELSEWHERE)));
        }
        var isPoison = failure instanceof PoisonRecord;
        if (!isPoison) {
            LOG.errorf(failure, "Failed to settle the record with key %s because of a bug; it becomes a dead letter",
                    keyOf(record));
        }
        var code = isPoison ? UNREADABLE : INTERNAL_ERROR;
        var reason = isPoison ? String.valueOf(failure.getMessage()) : failure.getClass().getSimpleName();
        return passOn.toDeadLetters(record, DeadLetterHeaders.of(code, reason, clock.instant()))
                .replaceWith(Line.withoutEvent(new Settled(As.DEAD_LETTER, code)));
    }

    /// The record is settled. It is delivered again when this pod restarts, or when another pod takes the partition, and
    /// changes nothing then.
    private static Line unacknowledged(Message<byte[]> record, Throwable failure) {
        LOG.errorf(failure, "Failed to acknowledge the record with key %s", keyOf(record));
        return Line.withoutEvent(Settled.as(As.UNACKNOWLEDGED));
    }

    private static String topicOf(Message<byte[]> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow().getTopic();
    }

    private static @Nullable String keyOf(Message<byte[]> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> metadata.getKey() instanceof byte[] key ? new String(key, UTF_8) : null)
                .orElse(null);
    }
}
