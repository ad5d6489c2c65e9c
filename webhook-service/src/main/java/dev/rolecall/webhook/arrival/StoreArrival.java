package dev.rolecall.webhook.arrival;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.model.Ids;
import dev.rolecall.model.Status;
import dev.rolecall.model.Topics;
import dev.rolecall.model.TranscriptReady;
import dev.rolecall.outbox.EventRows;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.outbox.PublishOutbox;
import dev.rolecall.tracing.TraceParent;
import dev.rolecall.webhook.arrival.Arrivals.Found;
import dev.rolecall.webhook.arrival.Arrivals.Source;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.Contents;
import dev.rolecall.webhook.body.Contents.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/// Stores one body, whatever it brings, and tells what became of it.
///
/// The common case is one statement. Only where a transcript may be there already is a look needed before.
@ApplicationScoped
public class StoreArrival {
    private final Arrivals arrivals;
    private final SetAsideBodies setAside;
    private final EventRows events;
    private final PublishOutbox outbox;

    StoreArrival(Arrivals arrivals, SetAsideBodies setAside, EventRows events, PublishOutbox outbox) {
        this.arrivals = arrivals;
        this.setAside = setAside;
        this.events = events;
        this.outbox = outbox;
    }

    /// @param named the transcript that the callback was sent for; null if its path names none
    public Uni<Receipt> store(Body body, @Nullable UUID named) {
        return (isLikelyNew(body.contents(), named) ? insertOrFind(body) : find(body, named))
                .onFailure(StoreArrival::isAboutTheData)
                .recoverWithUni(() -> setAside.keep(body, Reason.NOT_STORABLE));
    }

    /// A transcript of its own.
    ///
    /// @return null if its request id is taken
    Uni<@Nullable Receipt> insert(Source from, Body body) {
        var transcript = NewTranscript.of(body.contents());
        var id = Ids.next();
        var event = eventOf(transcript, id, transcript.requestId(), 1, body);
        return arrivals.insert(from, id, transcript, body, event)
                .chain(isDone -> isDone ? stored(transcript, id, event) : Uni.createFrom().<Receipt>nullItem());
    }

    /// The body of a transcript that is there.
    ///
    /// @return null if the transcript has changed since it was looked at
    Uni<@Nullable Receipt> takePlaceOf(Source from, Existing existing, Body body) {
        var transcript = NewTranscript.of(body.contents());
        var requestId = existing.requestId() == null ? transcript.requestId() : existing.requestId();
        var event = eventOf(transcript, existing.id(), requestId, existing.nextJob(), body);
        return arrivals.takePlaceOf(from, existing, transcript, body, event)
                .chain(isDone -> isDone
                        ? stored(transcript, existing.id(), event)
                        : Uni.createFrom().<Receipt>nullItem());
    }

    private static boolean isLikelyNew(Contents contents, @Nullable UUID named) {
        return named == null && contents.requestId() != null && !(contents instanceof Contents.Unusable);
    }

    private Uni<Receipt> insertOrFind(Body body) {
        return insert(Source.CALLBACK, body).onItem().ifNull().switchTo(() -> find(body, null));
    }

    private Uni<Receipt> find(Body body, @Nullable UUID named) {
        return arrivals.find(named, body.contents().requestId())
                .chain(found -> put(body, named, found));
    }

    private Uni<Receipt> put(Body body, @Nullable UUID named, Found found) {
        return switch (Place.of(body, found.named(), found.known())) {
            case Place.New _ -> insertOrFind(body);
            case Place.In(var transcript) -> takePlaceOf(Source.CALLBACK, transcript, body)
                    .onItem().ifNull().switchTo(() -> find(body, named));
            case Place.Nowhere(var transcript, var why) -> Uni.createFrom().item(nothing(transcript, why));
            case Place.Aside(var reason) -> setAside.keep(body, reason);
        };
    }

    private static Receipt nothing(Existing transcript, Place.Why why) {
        return switch (why) {
            case DUPLICATE -> new Receipt.Duplicate(transcript.id());
            case IGNORED -> new Receipt.Ignored(transcript.id());
            case ERASED -> new Receipt.Erased(transcript.id());
        };
    }

    private @Nullable OutboxRow eventOf(NewTranscript transcript, UUID id, @Nullable String requestId, int job,
            Body body) {
        return transcript.status() == Status.FAILED
                ? null
                : events.ready(Topics.READY, TranscriptReady.first(id, requestId, job, body.size(),
                        TraceParent.ofCurrentSpan()));
    }

    private Uni<Receipt> stored(NewTranscript transcript, UUID id, @Nullable OutboxRow event) {
        if (event != null) {
            outbox.offer(event);
        }
        return Uni.createFrom()
                .item(transcript.status() == Status.FAILED ? new Receipt.Failed(id) : new Receipt.Stored(id));
    }

    /// SQLSTATE classes 22 (data exception) and 54 (limit exceeded): PostgreSQL will refuse these values every time.
    static boolean isAboutTheData(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState() != null
                && (refused.getSqlState().startsWith("22") || refused.getSqlState().startsWith("54"));
    }
}
