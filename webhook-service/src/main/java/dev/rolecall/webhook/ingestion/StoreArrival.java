package dev.rolecall.webhook.ingestion;

import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Ids;
import dev.rolecall.contract.Status;
import dev.rolecall.contract.Topics;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.contract.Way;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.outbox.OutboxRowFactory;
import dev.rolecall.publishing.PublishOutbox;
import dev.rolecall.tracing.TraceParent;
import dev.rolecall.webhook.adoption.flags.Ways;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.ingestion.Arrivals.Source;
import dev.rolecall.webhook.quarantine.QuarantineBody;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Stores one body, whatever it contains.
///
/// The common case is one statement. A query comes before it only if the transcript may exist already.
@ApplicationScoped
public class StoreArrival {
    private static final Logger LOG = Logger.getLogger(StoreArrival.class);
    private static final String STORED = "rolecall.transcripts.stored";

    private final Arrivals arrivals;
    private final QuarantineBody quarantine;
    private final OutboxRowFactory events;
    private final PublishOutbox outbox;
    private final Ways ways;
    private final MeterRegistry metrics;

    StoreArrival(Arrivals arrivals, QuarantineBody quarantine, OutboxRowFactory events, PublishOutbox outbox,
            Ways ways, MeterRegistry metrics) {
        this.arrivals = arrivals;
        this.quarantine = quarantine;
        this.events = events;
        this.outbox = outbox;
        this.ways = ways;
        this.metrics = metrics;
    }

    /// @param named the transcript that the callback's path names; null if it names none
    public Uni<CallbackOutcome> store(Body body, @Nullable UUID named) {
        return Uni.createFrom()
                .deferred(() -> isLikelyNew(body.contents(), named) ? insertOrFind(body) : find(body, named))
                .onFailure()
                .recoverWithUni(failure -> afterFailure(body, failure));
    }

    private Uni<CallbackOutcome> afterFailure(Body body, Throwable failure) {
        return switch (StoreFailure.of(failure)) {
            case TEMPORARY -> Uni.createFrom().failure(failure);
            case DATA_REJECTED -> quarantine(body, Reason.NOT_STORABLE);
            case INTERNAL -> afterMistake(body, failure);
        };
    }

    private Uni<CallbackOutcome> afterMistake(Body body, Throwable failure) {
        LOG.errorf(failure, "Failed to store body %s. This is an error in Rolecall; the body is kept in quarantine.",
                body.hash());
        return quarantine(body, Reason.INTERNAL_ERROR);
    }

    /// Stores a new transcript.
    ///
    /// @return empty if another transcript has the request id, or it was erased
    public Uni<Optional<CallbackOutcome>> insert(Source from, Body body) {
        var transcript = NewTranscript.of(body.contents());
        var id = Ids.next();
        var way = ways.decide(id, transcript.tags());
        var event = eventOf(transcript, way, id, transcript.requestId(), 1, body);
        return arrivals.insert(from, id, transcript, way, body, event)
                .map(isStored -> isStored ? Optional.of(stored(transcript, id, way, event)) : Optional.empty());
    }

    /// Replaces the body of a stored transcript.
    ///
    /// @return empty if the transcript has changed since it was read
    public Uni<Optional<CallbackOutcome>> replace(Source from, ExistingTranscript existing, Body body) {
        var transcript = NewTranscript.of(body.contents());
        var requestId = existing.requestId() == null ? transcript.requestId() : existing.requestId();
        var way = ways.decide(existing.id(), transcript.tags());
        var event = eventOf(transcript, way, existing.id(), requestId, existing.nextJob(), body);
        return arrivals.replace(from, existing, transcript, way, body, event)
                .map(isStored -> isStored
                        ? Optional.of(stored(transcript, existing.id(), way, event))
                        : Optional.empty());
    }

    /// Executes the statement that stores a new transcript, and stores nothing.
    public Uni<CallbackOutcome> rehearse(Body body) {
        var transcript = NewTranscript.of(body.contents());
        var id = Ids.next();
        return arrivals.insert(Source.WARM_UP, id, transcript, Way.QUEUE, body,
                eventOf(transcript, Way.QUEUE, id, transcript.requestId(), 1, body))
                .replaceWith(() -> new CallbackOutcome.Stored(id, null));
    }

    private static boolean isLikelyNew(ParsedBody contents, @Nullable UUID named) {
        return named == null && contents.requestId() != null && !(contents instanceof ParsedBody.Unusable);
    }

    private Uni<CallbackOutcome> insertOrFind(Body body) {
        return insert(Source.CALLBACK, body).chain(stored -> orFind(stored, body, null));
    }

    private Uni<CallbackOutcome> orFind(Optional<CallbackOutcome> stored, Body body, @Nullable UUID named) {
        return stored.map(Uni.createFrom()::item).orElseGet(() -> find(body, named));
    }

    private Uni<CallbackOutcome> find(Body body, @Nullable UUID named) {
        return arrivals.find(named, body.contents().requestId())
                .chain(matches -> apply(BodyDisposition.of(body, matches), body, named));
    }

    private Uni<CallbackOutcome> apply(BodyDisposition disposition, Body body, @Nullable UUID named) {
        return switch (disposition) {
            case BodyDisposition.Create _ -> insertOrFind(body);
            case BodyDisposition.Replace(var transcript) -> replace(Source.CALLBACK, transcript, body)
                    .chain(stored -> orFind(stored, body, named));
            case BodyDisposition.Discard(var transcript, var why) -> Uni.createFrom().item(discarded(transcript, why));
            case BodyDisposition.Quarantine(var reason) -> quarantine(body, reason);
        };
    }

    private Uni<CallbackOutcome> quarantine(Body body, Reason reason) {
        return quarantine.keep(body, reason).replaceWith(() -> new CallbackOutcome.Quarantined(body.hash(), reason));
    }

    private static CallbackOutcome discarded(ExistingTranscript transcript, BodyDisposition.Why why) {
        return switch (why) {
            case DUPLICATE -> new CallbackOutcome.Duplicate(transcript.id());
            case IGNORED -> new CallbackOutcome.Ignored(transcript.id());
            case ERASED -> new CallbackOutcome.Erased(transcript.id());
        };
    }

    private @Nullable OutboxRow eventOf(NewTranscript transcript, Way way, UUID id, @Nullable String requestId, int job,
            Body body) {
        if (transcript.status() == Status.FAILED || way == Way.OFF) {
            return null;
        }
        var event = TranscriptReady.first(id, requestId, job, body.size(), TraceParent.ofCurrentSpan());
        return events.ready(Topics.READY, way == Way.SHADOW ? event.asShadow() : event);
    }

    private CallbackOutcome stored(NewTranscript transcript, UUID id, Way way, @Nullable OutboxRow event) {
        Counter.builder(STORED)
                .description("Transcripts that were stored, by the way that they go")
                .tag("way", way.text())
                .register(metrics)
                .increment();
        if (event != null && way != Way.INLINE) {
            outbox.offer(event);
        }
        return transcript.status() == Status.FAILED
                ? new CallbackOutcome.Failed(id)
                : new CallbackOutcome.Stored(id, way == Way.INLINE ? event : null);
    }
}
