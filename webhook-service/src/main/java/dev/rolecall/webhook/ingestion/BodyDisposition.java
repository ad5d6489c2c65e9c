package dev.rolecall.webhook.ingestion;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody;
import dev.rolecall.webhook.body.ParsedBody.Reason;

/// What to do with a body, by the rules of docs/flow.md. Every body has a disposition; none is lost.
sealed interface BodyDisposition {

    /// Store it as a new transcript.
    record Create() implements BodyDisposition {}

    /// Store it as the body of this transcript.
    record Replace(ExistingTranscript transcript) implements BodyDisposition {}

    /// Discard it: a duplicate, or less complete than the stored body.
    record Discard(ExistingTranscript transcript, Why why) implements BodyDisposition {}

    /// Keep it in quarantine until an operator decides.
    record Quarantine(Reason reason) implements BodyDisposition {}

    /// Why a body is discarded.
    enum Why {
        /// The transcript has had the same body before.
        DUPLICATE,
        /// It is an error, and the transcript has a success or another error.
        IGNORED,
        /// The transcript was erased.
        ERASED
    }

    /// The request id decides, and the path only if there is none or no transcript has it.
    static BodyDisposition of(Body body, Matches matches) {
        var named = matches.byId();
        var known = matches.byRequestId();
        var contents = body.contents();
        if (known != null && known.isErased()) {
            return new Discard(known, Why.ERASED);
        }
        if (contents instanceof ParsedBody.Unusable(_, var reason)) {
            return new Quarantine(reason);
        }
        if (known != null) {
            return into(known, body);
        }
        if (named != null) {
            return named.requestId() == null || contents.requestId() == null
                    ? into(named, body)
                    : new Quarantine(Reason.ANOTHER_REQUEST);
        }
        if (contents.requestId() == null) {
            return new Quarantine(contents instanceof ParsedBody.PlainText ? Reason.NOT_JSON : Reason.NO_REQUEST_ID);
        }
        return new Create();
    }

    /// A success replaces an error, and never the reverse. Of two different successes the first stays.
    private static BodyDisposition into(ExistingTranscript transcript, Body body) {
        if (transcript.isErased()) {
            return new Discard(transcript, Why.ERASED);
        }
        if (transcript.hasHad(body)) {
            return new Discard(transcript, Why.DUPLICATE);
        }
        return switch (body.contents()) {
            case ParsedBody.Transcription _ -> transcript.status() == Status.COMPLETED
                    ? new Quarantine(Reason.ANOTHER_BODY)
                    : new Replace(transcript);
            case ParsedBody.Failure _ -> errorInto(transcript);
            case ParsedBody.PlainText _ -> errorInto(transcript);
            case ParsedBody.Unusable(_, var reason) -> new Quarantine(reason);
        };
    }

    private static BodyDisposition errorInto(ExistingTranscript transcript) {
        var hasEnded = transcript.status() == Status.COMPLETED || transcript.status() == Status.FAILED;
        return hasEnded ? new Discard(transcript, Why.IGNORED) : new Replace(transcript);
    }
}
