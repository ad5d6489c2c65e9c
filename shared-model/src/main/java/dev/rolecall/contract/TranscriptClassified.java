package dev.rolecall.contract;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The event on `transcript-classified`: a result is stored and is the current one. A pointer, for subscribers.
///
/// @param labelled false if there was only one unlabelled channel; the result has the reason
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TranscriptClassified(int schemaVersion, UUID transcriptId, @Nullable String requestId, int job,
        UUID resultId, boolean labelled, @Nullable String trace) implements TranscriptEvent {

    public static final int SCHEMA_VERSION = 1;

    public static TranscriptClassified of(TranscriptReady event, UUID resultId, boolean labelled) {
        return new TranscriptClassified(SCHEMA_VERSION, event.transcriptId(), event.requestId(), event.job(), resultId,
                labelled, event.trace());
    }
}
