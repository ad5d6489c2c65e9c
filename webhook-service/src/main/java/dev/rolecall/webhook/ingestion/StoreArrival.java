package dev.rolecall.webhook.ingestion;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Ids;
import dev.rolecall.contract.Status;
import dev.rolecall.contract.Topics;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.outbox.OutboxRowFactory;
import dev.rolecall.publishing.PublishOutbox;
import dev.rolecall.tracing.TraceParent;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.ingestion.Arrivals.Found;
import dev.rolecall.webhook.ingestion.Arrivals.Source;
import dev.rolecall.webhook.quarantine.QuarantinedBodies;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/// Stores one body, whatever it brings, and tells what became of it.
///
/// The common case is one statement. Only where a transcript may be there already is a look needed before.
@ApplicationScoped
public class StoreArrival {
    private final Arrivals arrivals;
    private final QuarantinedBodies setAside;
    private final OutboxRowFactory events;
    private final PublishOutbox outbox;

    StoreArrival(Arrivals arrivals, QuarantinedBodies setAside, OutboxRowFactory events, PublishOutbox outbox) {
        this.arrivals = arrivals;
        this.setAside = setAside;
        this.events = events;
        this.outbox = outbox;
    }

    /// @param named the transcript that the callback was sent for; null if its path names none
    public Uni<CallbackOutcome> store(Body body, @Nullable UUID named) {
        return (isLikelyNew(body.contents(), named) ? insertOrFind(body) : find(body, named))
                .onFailure(StoreArrival::isAboutTheData)
                .recoverWithUni(() -> setAside.keep(body, Reason.NOT_STORABLE));
    }

    /// A transcript of its own.
    ///
    /// @return null if its request id is taken
    public Uni<@Nullable CallbackOutcome> insert(Source from, Body body) {
        var transcript = NewTranscript.of(body.contents());
        var id = Ids.next();
        var event = eventOf(transcript, id, transcript.requestId(), 1, body);
        return arrivals.insert(from, id, transcript, body, event)
                .chain(isDone -> isDone ? stored(transcript, id, event) : Uni.createFrom().<CallbackOutcome>nullItem());
    }

    /// The body of a transcript that is there.
    ///
    /// @return null if the transcript has changed since it was looked at
    public Uni<@Nullable CallbackOutcome> takePlaceOf(Source from, ExistingTranscript existing, Body body) {
        var transcript = NewTranscript.of(body.contents());
        var requestId = existing.requestId() == null ? transcript.requestId() : existing.requestId();
        var event = eventOf(transcript, existing.id(), requestId, existing.nextJob(), body);
        return arrivals.takePlaceOf(from, existing, transcript, body, event)
                .chain(isDone -> isDone
                        ? stored(transcript, existing.id(), event)
                        : Uni.createFrom().<CallbackOutcome>nullItem());
    }

    private static boolean isLikelyNew(ParsedBody contents, @Nullable UUID named) {
        return named == null && contents.requestId() != null && !(contents instanceof ParsedBody.Unusable);
    }

    private Uni<CallbackOutcome> insertOrFind(Body body) {
        return insert(Source.CALLBACK, body).onItem().ifNull().switchTo(() -> find(body, null));
    }

    private Uni<CallbackOutcome> find(Body body, @Nullable UUID named) {
        return arrivals.find(named, body.contents().requestId())
                .chain(found -> put(body, named, found));
    }

    private Uni<CallbackOutcome> put(Body body, @Nullable UUID named, Found found) {
        return switch (BodyDisposition.of(body, found.named(), found.known())) {
            case BodyDisposition.New _ -> insertOrFind(body);
            case BodyDisposition.In(var transcript) -> takePlaceOf(Source.CALLBACK, transcript, body)
                    .onItem().ifNull().switchTo(() -> find(body, named));
            case BodyDisposition.Nowhere(var transcript, var why) -> Uni.createFrom().item(nothing(transcript, why));
            case BodyDisposition.Aside(var reason) -> setAside.keep(body, reason);
        };
    }

    private static CallbackOutcome nothing(ExistingTranscript transcript, BodyDisposition.Why why) {
        return switch (why) {
            case DUPLICATE -> new CallbackOutcome.Duplicate(transcript.id());
            case IGNORED -> new CallbackOutcome.Ignored(transcript.id());
            case ERASED -> new CallbackOutcome.Erased(transcript.id());
        };
    }

    private @Nullable OutboxRow eventOf(NewTranscript transcript, UUID id, @Nullable String requestId, int job,
            Body body) {
        return transcript.status() == Status.FAILED
                ? null
                : events.ready(Topics.READY, TranscriptReady.first(id, requestId, job, body.size(),
                        TraceParent.ofCurrentSpan()));
    }

    private Uni<CallbackOutcome> stored(NewTranscript transcript, UUID id, @Nullable OutboxRow event) {
        if (event != null) {
            outbox.offer(event);
        }
        return Uni.createFrom()
                .item(transcript.status() == Status.FAILED
                        ? new CallbackOutcome.Failed(id)
                        : new CallbackOutcome.Stored(id));
    }

    /// SQLSTATE classes 22 (data exception) and 54 (limit exceeded): PostgreSQL will refuse these values every time.
    public static boolean isAboutTheData(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState() != null
                && (refused.getSqlState().startsWith("22") || refused.getSqlState().startsWith("54"));
    }
}
