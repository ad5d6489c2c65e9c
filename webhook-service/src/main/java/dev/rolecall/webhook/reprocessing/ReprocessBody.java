package dev.rolecall.webhook.reprocessing;

import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody;
import dev.rolecall.webhook.ingestion.Arrivals;
import dev.rolecall.webhook.ingestion.Arrivals.Found;
import dev.rolecall.webhook.ingestion.Arrivals.Source;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import dev.rolecall.webhook.ingestion.ExistingTranscript;
import dev.rolecall.webhook.ingestion.StoreArrival;
import dev.rolecall.webhook.problem.Conflict;
import dev.rolecall.webhook.problem.NotFound;
import dev.rolecall.webhook.quarantine.QuarantinedBodies;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// Takes a body in that was set aside, now that somebody knows where it belongs. Somebody's word goes further than the
/// rules of [BodyDisposition]: it may take the place of another success, as a new job.
@ApplicationScoped
class ReprocessBody {
    private final QuarantinedBodies setAside;
    private final Arrivals arrivals;
    private final StoreArrival store;

    ReprocessBody(QuarantinedBodies setAside, Arrivals arrivals, StoreArrival store) {
        this.setAside = setAside;
        this.arrivals = arrivals;
        this.store = store;
    }

    /// @param into the transcript it belongs to; null for one of its own
    Uni<CallbackOutcome> takeIn(byte[] sha256, @Nullable UUID into) {
        return setAside.find(sha256)
                .onItem().ifNull().failWith(() -> new NotFound("No body with this hash is set aside."))
                .chain(body -> takeIn(body, into));
    }

    private Uni<CallbackOutcome> takeIn(Body body, @Nullable UUID into) {
        return arrivals.find(into, body.contents().requestId())
                .invoke(found -> whyNot(body, into, found).ifPresent(ReprocessBody::refuse))
                .chain(found -> found.named() == null
                        ? store.insert(Source.SET_ASIDE, body)
                        : store.takePlaceOf(Source.SET_ASIDE, found.named(), body))
                .onItem().ifNull().failWith(() -> new Conflict("The transcript has just changed. Try again."))
                .onFailure(StoreArrival::isAboutTheData)
                .transform(_ -> new Conflict("PostgreSQL refuses a value in this body; it stays where it is."));
    }

    private static void refuse(String why) {
        throw new Conflict(why);
    }

    /// @return empty if it may be taken in
    private static Optional<String> whyNot(Body body, @Nullable UUID into, Found found) {
        if (body.contents() instanceof ParsedBody.Unusable(_, var reason)) {
            return Optional.of("This body says nothing about a transcript (%s); it can only be read."
                    .formatted(reason.text()));
        }
        if (into == null) {
            return whyNotAlone(body, found);
        }
        if (found.named() == null) {
            throw new NotFound("There is no transcript " + into + ".");
        }
        return whyNot(body, found.named());
    }

    private static Optional<String> whyNotAlone(Body body, Found found) {
        if (found.known() != null) {
            return Optional.of("Its request id is transcript %s's. To put this body in the place of its present one, "
                    .formatted(found.known().id()) + "say so with ?transcriptId=" + found.known().id() + ".");
        }
        return body.contents() instanceof ParsedBody.PlainText
                ? Optional.of("A message in words belongs to a transcript: name it with ?transcriptId=.")
                : Optional.empty();
    }

    private static Optional<String> whyNot(Body body, ExistingTranscript into) {
        if (into.isErased()) {
            return Optional.of("Transcript " + into.id() + " was erased.");
        }
        if (into.hasHad(body)) {
            return Optional.of("Transcript " + into.id() + " has had this body already.");
        }
        return !(body.contents() instanceof ParsedBody.Transcription) && into.status() == Status.COMPLETED
                ? Optional.of("Transcript " + into.id() + " is complete; a failure does not take its place.")
                : Optional.empty();
    }
}
