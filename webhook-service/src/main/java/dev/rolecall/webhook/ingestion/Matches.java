package dev.rolecall.webhook.ingestion;

import org.jspecify.annotations.Nullable;

/// The stored transcripts that a body may belong to.
///
/// @param byId the transcript with the id that the caller named; null if there is none
/// @param byRequestId the transcript with the body's request id; null if there is none
public record Matches(@Nullable ExistingTranscript byId, @Nullable ExistingTranscript byRequestId) {
    static final Matches NONE = new Matches(null, null);
}
