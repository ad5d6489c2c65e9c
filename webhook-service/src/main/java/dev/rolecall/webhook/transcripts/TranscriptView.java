package dev.rolecall.webhook.transcripts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.rolecall.model.Status;
import dev.rolecall.model.Transcript;
import org.jspecify.annotations.Nullable;

/// One transcript as the API shows it.
///
/// @param status Deepgram's
/// @param processingStatus the model's
/// @param processingCode why the last attempt to classify it failed, if one has
/// @param notBefore when the next attempt is due, if one is waiting
/// @param speakers distinct (channel, speaker) keys among the words
/// @param extra a JSON object: what the caller sent along
/// @param resultId of the result that is shown; null until there is one
@JsonInclude(JsonInclude.Include.NON_NULL)
record TranscriptView(UUID id, @Nullable String requestId, Status status, Status processingStatus,
        @Nullable String errorCode, @Nullable String errorText, @Nullable String processingCode,
        @Nullable String processingReason, int job, int attempts, @Nullable Instant notBefore,
        @Nullable Double durationSeconds, @Nullable Integer channels, @Nullable Integer speakers,
        @Nullable String language, @Nullable String model, List<String> tags, @JsonRawValue String extra,
        @Nullable UUID resultId, Instant createdAt, Instant updatedAt, @Nullable Instant erasedAt) {

    static TranscriptView of(Transcript it) {
        return new TranscriptView(it.id, it.requestId, it.status, it.processingStatus, it.errorCode, it.errorText,
                it.processingCode, it.processingReason, it.job, it.attempts, it.notBefore, it.durationSeconds,
                it.channels, it.speakers, it.language, it.model, it.tags, it.extra, it.currentResult, it.createdAt,
                it.updatedAt, it.erasedAt);
    }
}
