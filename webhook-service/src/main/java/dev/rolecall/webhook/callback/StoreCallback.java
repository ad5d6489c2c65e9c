package dev.rolecall.webhook.callback;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.model.Ids;
import dev.rolecall.model.Status;
import dev.rolecall.model.Topics;
import dev.rolecall.model.TranscriptReady;
import dev.rolecall.outbox.EventRows;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.outbox.PublishOutbox;
import dev.rolecall.webhook.callback.Contents.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/// Stores one callback, whatever it brings, and tells what became of it.
///
/// The common case is one statement. Only where a request id is taken is a second look needed.
@ApplicationScoped
class StoreCallback {
    private final Arrivals arrivals;
    private final SetAsideBodies setAside;
    private final EventRows events;
    private final PublishOutbox outbox;

    StoreCallback(Arrivals arrivals, SetAsideBodies setAside, EventRows events, PublishOutbox outbox) {
        this.arrivals = arrivals;
        this.setAside = setAside;
        this.events = events;
        this.outbox = outbox;
    }

    Uni<Receipt> store(Body body) {
        return switch (body.contents()) {
            case Contents.Transcription transcription -> store(NewTranscript.of(transcription), body);
            case Contents.Failure failure -> store(NewTranscript.of(failure), body);
            case Contents.Unusable(var requestId, var reason) -> setAside.keep(body, requestId, reason);
        };
    }

    private Uni<Receipt> store(NewTranscript transcript, Body body) {
        var id = Ids.next();
        var event = eventOf(transcript, id, 1, body);
        return arrivals.insert(id, transcript, body, event)
                .chain(isNew -> isNew ? stored(transcript, id, event) : meet(transcript, body))
                .onFailure(StoreCallback::isAboutTheData)
                .recoverWithUni(() -> setAside.keep(body, transcript.requestId(), Reason.NOT_STORABLE));
    }

    private Uni<Receipt> meet(NewTranscript transcript, Body body) {
        return arrivals.find(transcript.requestId())
                .chain(existing -> meet(existing, transcript, body));
    }

    private Uni<Receipt> meet(Existing existing, NewTranscript transcript, Body body) {
        return switch (existing.meaningOf(body)) {
            case DUPLICATE -> Uni.createFrom().item(new Receipt.Duplicate(existing.id()));
            case ERASED -> Uni.createFrom().item(new Receipt.Erased(existing.id()));
            case ANOTHER_BODY -> setAside.keep(body, transcript.requestId(), Reason.ANOTHER_BODY);
            case TAKES_PLACE -> takePlace(existing, transcript, body);
        };
    }

    private Uni<Receipt> takePlace(Existing existing, NewTranscript transcript, Body body) {
        var event = eventOf(transcript, existing.id(), existing.nextJob(), body);
        return arrivals.takePlaceOf(existing, transcript, body, event)
                .chain(isDone -> isDone ? stored(transcript, existing.id(), event) : meet(transcript, body));
    }

    private @Nullable OutboxRow eventOf(NewTranscript transcript, UUID id, int job, Body body) {
        return transcript.status() == Status.FAILED
                ? null
                : events.ready(Topics.READY, TranscriptReady.first(id, transcript.requestId(), job, body.size()));
    }

    private Uni<Receipt> stored(NewTranscript transcript, UUID id, @Nullable OutboxRow event) {
        if (event != null) {
            outbox.offer(event);
        }
        return Uni.createFrom()
                .item(transcript.status() == Status.FAILED ? new Receipt.Failed(id) : new Receipt.Stored(id));
    }

    /// SQLSTATE classes 22 (data exception) and 54 (limit exceeded): PostgreSQL will refuse these values every time.
    private static boolean isAboutTheData(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState() != null
                && (refused.getSqlState().startsWith("22") || refused.getSqlState().startsWith("54"));
    }
}
