package dev.rolecall.webhook.callback;

import java.util.Arrays;
import java.util.UUID;

import dev.rolecall.model.Status;
import org.jspecify.annotations.Nullable;

/// The transcript that has the request id of a callback already.
///
/// @param sha256 of its latest body; null if it has none
@SuppressWarnings("ArrayRecordComponent") // a hash, compared by hasBody alone
record Existing(UUID id, Status status, int job, byte @Nullable [] sha256, boolean isErased) {

    /// What a callback that comes upon it means. A success takes the place of a failure, never the other way round;
    /// of two different successes the first stays.
    Meaning meaningOf(Body body) {
        if (isErased) {
            return Meaning.ERASED;
        }
        if (hasBody(body)) {
            return Meaning.DUPLICATE;
        }
        return switch (body.contents()) {
            case Contents.Transcription _ -> status == Status.COMPLETED ? Meaning.ANOTHER_BODY : Meaning.TAKES_PLACE;
            case Contents.Failure _ -> status == Status.COMPLETED || status == Status.FAILED
                    ? Meaning.DUPLICATE
                    : Meaning.TAKES_PLACE;
            case Contents.Unusable _ -> Meaning.ANOTHER_BODY;
        };
    }

    /// The job that a body which takes its place begins: a new one, where there was a body before.
    int nextJob() {
        return sha256 == null ? job : job + 1;
    }

    private boolean hasBody(Body body) {
        return sha256 != null && Arrays.equals(sha256, body.sha256());
    }

    enum Meaning {
        DUPLICATE, ANOTHER_BODY, TAKES_PLACE, ERASED
    }
}
