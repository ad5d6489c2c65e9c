package dev.rolecall.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The event on `transcript-ready` and its retry tiers: a pointer to a stored transcript that is to be classified.
/// It never carries what was said; anyone may read it in a Kafka UI, change it, and produce it again.
///
/// @param schemaVersion of this record, 1 today; fields may be added without raising it
/// @param job which piece of work on the transcript this is; a claim refuses a lower or an ended one
/// @param attempt the one to be made, from 1
/// @param bodySize of the raw body in bytes
/// @param notBefore when a retry is due; null on the main topic
/// @param firstFailedAt when this job failed for the first time; null if it has not
/// @param code why the last attempt failed, a short word for machines; null if none has
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TranscriptReady(int schemaVersion, UUID transcriptId, @Nullable String requestId, int job, int attempt,
        long bodySize, @Nullable Instant notBefore, @Nullable Instant firstFailedAt, @Nullable String code,
        @Nullable String trace) implements TranscriptEvent {

    public static final int SCHEMA_VERSION = 1;

    public TranscriptReady {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "schemaVersion %d is not known here: this is %d".formatted(schemaVersion, SCHEMA_VERSION));
        }
        if (transcriptId == null) {
            throw new IllegalArgumentException("transcriptId is missing");
        }
        if (job < 1 || attempt < 1) {
            throw new IllegalArgumentException(
                    "job and attempt count from 1: job=%d attempt=%d".formatted(job, attempt));
        }
    }

    /// The first attempt of a job.
    public static TranscriptReady first(UUID transcriptId, @Nullable String requestId, int job, long bodySize,
            @Nullable String trace) {
        return new TranscriptReady(SCHEMA_VERSION, transcriptId, requestId, job, 1, bodySize, null, null, null, trace);
    }

    /// The same attempt, later: nothing was spent on this one.
    public TranscriptReady again(Instant notBefore) {
        return new TranscriptReady(schemaVersion, transcriptId, requestId, job, attempt, bodySize, notBefore,
                firstFailedAt, code, trace);
    }

    /// The next attempt after one that failed.
    public TranscriptReady afterFailure(String code, Instant failedAt, Instant notBefore) {
        return new TranscriptReady(schemaVersion, transcriptId, requestId, job, attempt + 1, bodySize, notBefore,
                firstFailedAt == null ? failedAt : firstFailedAt, code, trace);
    }

    /// What a dead letter says: the next job, unspent, so that a plain copy of it on the main topic is a valid replay.
    public TranscriptReady replay() {
        return first(transcriptId, requestId, job + 1, bodySize, trace);
    }
}
