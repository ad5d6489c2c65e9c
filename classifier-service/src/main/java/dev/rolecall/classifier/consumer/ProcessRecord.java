package dev.rolecall.classifier.consumer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.claim.ReleaseClaim;
import dev.rolecall.classifier.classification.ClassifyTranscript;
import dev.rolecall.classifier.concurrency.AdaptiveConcurrencyLimiter;
import dev.rolecall.classifier.concurrency.JobLimiter;
import dev.rolecall.classifier.consumer.JobLog.Line;
import dev.rolecall.classifier.consumer.ParseEvent.PoisonRecord;
import dev.rolecall.classifier.settlement.DeadLetterHeaders;
import dev.rolecall.classifier.settlement.SettleOutcome;
import dev.rolecall.classifier.settlement.Settled;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.outbox.OutboxRowFactory;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes one record from its arrival to its acknowledgement, which comes when what became of its job is committed. No
/// failure gets past it: that would end the stream.
@ApplicationScoped
class ProcessRecord {
    private static final Logger LOG = Logger.getLogger(ProcessRecord.class);

    private final ParseEvent read;
    private final ClassifyTranscript classify;
    private final SettleOutcome settle;
    private final ReleaseClaim steps;
    private final OutboxRowFactory events;
    private final TraceJob trace;
    private final JobLimiter inFlight;
    private final AdaptiveConcurrencyLimiter admission;
    private final Clock clock;
    private final Vertx vertx;

    ProcessRecord(ParseEvent read, ClassifyTranscript classify, SettleOutcome settle, ReleaseClaim steps,
            OutboxRowFactory events,
            TraceJob trace, JobLimiter inFlight, Clock clock, Vertx vertx) {
        this.read = read;
        this.classify = classify;
        this.settle = settle;
        this.steps = steps;
        this.events = events;
        this.trace = trace;
        this.inFlight = inFlight;
        this.admission = inFlight.admission();
        this.clock = clock;
        this.vertx = vertx;
    }

    Uni<Message<Line>> now(Message<byte[]> record) {
        return settled(record, Uni.createFrom().item(() -> read.from(record.getPayload())));
    }

    /// Holds the record until its time, beside all others that wait.
    Uni<Message<Line>> whenDue(Message<byte[]> record) {
        return settled(record, Uni.createFrom().item(() -> read.from(record.getPayload())).call(this::due));
    }

    private Uni<Message<Line>> settled(Message<byte[]> record, Uni<TranscriptReady> event) {
        return event.chain(it -> work(topicOf(record), it))
                .onFailure(PoisonRecord.class).recoverWithUni(poison -> bury(record, poison))
                .call(() -> acknowledged(record))
                .onFailure().recoverWithItem(failure -> unsettled(record, failure))
                .map(Message::of);
    }

    /// Unless the job was handed back meanwhile: then another pod needs the record.
    private Uni<Void> acknowledged(Message<byte[]> record) {
        return inFlight.hasHandedBack() ? Uni.createFrom().voidItem() : Uni.createFrom().completionStage(record::ack);
    }

    private Uni<Line> work(String topic, TranscriptReady event) {
        return admission.enter()
                .chain(() -> trace.in(topic, event, () -> inside(event)).onTermination().invoke(admission::leave));
    }

    private Uni<Line> inside(TranscriptReady event) {
        var began = clock.instant();
        return classify.classify(event)
                .chain(outcome -> settle.settle(event, outcome))
                .map(settled -> new Line(event, settled, Duration.between(began, clock.instant()), traceId()));
    }

    private static @Nullable String traceId() {
        var span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : null;
    }

    /// On a timer of the record's own Vert.x context.
    private Uni<Void> due(TranscriptReady event) {
        var wait = event.notBefore() == null ? 0 : Duration.between(clock.instant(), event.notBefore()).toMillis();
        return wait <= 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(time -> wake(time, wait));
    }

    private void wake(UniEmitter<? super Void> time, long millis) {
        vertx.setTimer(millis, _ -> time.complete(null));
    }

    /// A record that will never be readable goes to the dead letters as it came, with what it can say of itself.
    private Uni<Line> bury(Message<byte[]> record, PoisonRecord poison) {
        var why = DeadLetterHeaders.headers("unreadable-event", String.valueOf(poison.getMessage()), 0,
                Instant.now(clock),
                null);
        return steps.send(events.poison(keyOf(record), record.getPayload(), why))
                .replaceWith(Line.without(new Settled("dead-letter", "unreadable-event")));
    }

    /// Not acknowledged: it comes again when this pod starts again, or another takes over.
    private static Line unsettled(Message<byte[]> record, Throwable failure) {
        LOG.errorf(failure, "the record with key %s was not settled", keyOf(record));
        return Line.without(Settled.as("unsettled"));
    }

    private static String topicOf(Message<byte[]> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow().getTopic();
    }

    private static @Nullable String keyOf(Message<byte[]> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> metadata.getKey() == null ? null : metadata.getKey().toString())
                .orElse(null);
    }
}
