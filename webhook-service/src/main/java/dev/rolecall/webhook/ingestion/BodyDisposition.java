package dev.rolecall.webhook.ingestion;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import org.jspecify.annotations.Nullable;

/// Where a body belongs, by the rules of docs/flow.md. Every body has a place; none is lost.
sealed interface BodyDisposition {

    /// A transcript of its own.
    record New() implements BodyDisposition {}

    /// It becomes this transcript's body.
    record In(ExistingTranscript transcript) implements BodyDisposition {}

    /// Nothing of it is kept: what it says is known, or says less than what is known.
    record Nowhere(ExistingTranscript transcript, Why why) implements BodyDisposition {}

    /// Kept until somebody knows better.
    record Aside(Reason reason) implements BodyDisposition {}

    /// Why nothing is kept.
    enum Why {
        /// The same body came before.
        DUPLICATE,
        /// A failure after a success, or after another failure.
        IGNORED,
        /// The transcript was erased.
        ERASED
    }

    /// Deepgram's request id decides; the path only where that says nothing.
    ///
    /// @param named the transcript that the path names; null if it names none that exists
    /// @param known the transcript that has the body's request id
    static BodyDisposition of(Body body, @Nullable ExistingTranscript named, @Nullable ExistingTranscript known) {
        var contents = body.contents();
        if (contents instanceof ParsedBody.Unusable(_, var reason)) {
            return new Aside(reason);
        }
        if (known != null) {
            return in(known, body);
        }
        if (named != null) {
            return named.requestId() == null || contents.requestId() == null
                    ? in(named, body)
                    : new Aside(Reason.ANOTHER_REQUEST);
        }
        if (contents.requestId() == null) {
            return new Aside(contents instanceof ParsedBody.PlainText ? Reason.NOT_JSON : Reason.NO_REQUEST_ID);
        }
        return new New();
    }

    /// A success takes the place of a failure, never the other way round; of two different successes the first stays.
    private static BodyDisposition in(ExistingTranscript transcript, Body body) {
        if (transcript.isErased()) {
            return new Nowhere(transcript, Why.ERASED);
        }
        if (transcript.hasHad(body)) {
            return new Nowhere(transcript, Why.DUPLICATE);
        }
        return switch (body.contents()) {
            case ParsedBody.Transcription _ -> transcript.status() == Status.COMPLETED
                    ? new Aside(Reason.ANOTHER_BODY)
                    : new In(transcript);
            case ParsedBody.Failure _ -> failureIn(transcript);
            case ParsedBody.PlainText _ -> failureIn(transcript);
            case ParsedBody.Unusable(_, var reason) -> new Aside(reason);
        };
    }

    private static BodyDisposition failureIn(ExistingTranscript transcript) {
        var hasEnded = transcript.status() == Status.COMPLETED || transcript.status() == Status.FAILED;
        return hasEnded ? new Nowhere(transcript, Why.IGNORED) : new In(transcript);
    }
}
