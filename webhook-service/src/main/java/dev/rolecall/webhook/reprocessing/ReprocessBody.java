package dev.rolecall.webhook.reprocessing;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.ingestion.Arrivals;
import dev.rolecall.webhook.ingestion.Arrivals.Source;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import dev.rolecall.webhook.ingestion.ExistingTranscript;
import dev.rolecall.webhook.ingestion.Matches;
import dev.rolecall.webhook.ingestion.StoreArrival;
import dev.rolecall.webhook.ingestion.StoreFailure;
import dev.rolecall.webhook.problem.Conflict;
import dev.rolecall.webhook.problem.NotFound;
import dev.rolecall.webhook.quarantine.Quarantine;
import dev.rolecall.webhook.quarantine.QuarantinedBody;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

/// Takes a body out of quarantine and stores it as a transcript. The operator's decision goes further than the rules
/// for callbacks: the body may replace another success, as a new job.
@ApplicationScoped
class ReprocessBody {
    /// Few enough for one request's time.
    private static final int MAX_AT_ONCE = 100;

    private final Quarantine quarantine;
    private final Arrivals arrivals;
    private final StoreArrival store;

    ReprocessBody(Quarantine quarantine, Arrivals arrivals, StoreArrival store) {
        this.quarantine = quarantine;
        this.arrivals = arrivals;
        this.store = store;
    }

    /// Fails with [NotFound] or [Conflict].
    ///
    /// @param transcriptId the transcript that the body belongs to; null to store it as a new transcript
    Uni<CallbackOutcome> reprocess(byte[] sha256, @Nullable UUID transcriptId) {
        return quarantine.get(sha256)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(content -> Body.stored(content.body(), content.size(), sha256))
                .chain(body -> reprocess(body, transcriptId));
    }

    /// Reprocesses the oldest bodies of one reason, one after the other, each as a new transcript.
    ///
    /// @param reason as it is stored
    Uni<Reprocessed> reprocessAll(String reason) {
        return quarantine.oldest(reason, MAX_AT_ONCE)
                .onItem().transformToMulti(Multi.createFrom()::iterable)
                .onItem().transformToUniAndConcatenate(this::reprocessOne)
                .collect().in(Reprocessed::new, Reprocessed::add);
    }

    /// @return why the body stays in quarantine; empty if it does not
    private Uni<Map.Entry<String, Optional<String>>> reprocessOne(QuarantinedBody.Summary body) {
        return reprocess(HexFormat.of().parseHex(body.hash()), null)
                .map(_ -> Optional.<String>empty())
                .onFailure(Conflict.class).recoverWithItem(refused -> Optional.of(String.valueOf(refused.getMessage())))
                .map(objection -> Map.entry(body.hash(), objection));
    }

    private Uni<CallbackOutcome> reprocess(Body body, @Nullable UUID transcriptId) {
        return arrivals.find(transcriptId, body.contents().requestId())
                .invoke(matches -> refuseIf(objection(body, transcriptId, matches)))
                .chain(matches -> store(body, matches))
                .map(stored -> stored.orElseThrow(() -> new Conflict("The transcript has just changed. Try again.")))
                .onFailure(failure -> StoreFailure.of(failure) == StoreFailure.DATA_REJECTED)
                .transform(_ -> new Conflict("PostgreSQL rejects a value in this body, so it stays in quarantine."));
    }

    private Uni<Optional<CallbackOutcome>> store(Body body, Matches matches) {
        return matches.byId() == null
                ? store.insert(Source.QUARANTINE, body)
                : store.replace(Source.QUARANTINE, matches.byId(), body);
    }

    private static void refuseIf(Optional<String> objection) {
        objection.ifPresent(why -> {
            throw new Conflict(why);
        });
    }

    /// Why the body cannot be stored; empty if it can.
    private static Optional<String> objection(Body body, @Nullable UUID transcriptId, Matches matches) {
        if (body.contents() instanceof ParsedBody.Unusable(_, var reason)) {
            return Optional.of(reason == Reason.INTERNAL_ERROR
                    ? "Rolecall still fails to read this body; the log of webhook-service has the cause."
                    : "This body contains neither a transcript nor an error (%s). It can only be read."
                            .formatted(reason.text()));
        }
        if (transcriptId == null) {
            return objectionToANewTranscript(body, matches);
        }
        if (matches.byId() == null) {
            throw NotFound.transcript(transcriptId);
        }
        return objectionTo(matches.byId(), body);
    }

    private static Optional<String> objectionToANewTranscript(Body body, Matches matches) {
        if (matches.byRequestId() != null) {
            var id = matches.byRequestId().id();
            return Optional.of(matches.byRequestId().isErased()
                    ? "Transcript " + id + " was erased."
                    : "Transcript %s has this request id. To replace its body, pass ?transcriptId=%s."
                            .formatted(id, id));
        }
        return body.contents() instanceof ParsedBody.PlainText
                ? Optional.of("Plain-text bodies carry no request id; pass ?transcriptId=.")
                : Optional.empty();
    }

    private static Optional<String> objectionTo(ExistingTranscript transcript, Body body) {
        if (transcript.isErased()) {
            return Optional.of("Transcript " + transcript.id() + " was erased.");
        }
        if (transcript.hasHad(body)) {
            return Optional.of("Transcript " + transcript.id() + " has had this body before.");
        }
        return !(body.contents() instanceof ParsedBody.Transcription) && transcript.status() == Status.COMPLETED
                ? Optional
                        .of("Transcript " + transcript.id() + " is completed, and an error does not replace a success.")
                : Optional.empty();
    }
}
