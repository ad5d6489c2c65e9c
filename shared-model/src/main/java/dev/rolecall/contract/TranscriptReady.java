package dev.rolecall.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The event on `transcript-ready` and its retry tiers: a pointer to a stored transcript that is to be classified. It
/// never contains transcript text, so it can be read in a Kafka UI, edited, and produced again.
///
/// @param schemaVersion version of this record, 1 today; adding a field does not raise it
/// @param job number of the piece of work on the transcript; a claim refuses a lower number and a job that has ended
/// @param attempt number of the attempt to make, from 1
/// @param bodySize size of the raw body in bytes
/// @param notBefore when a retry is due; null on the main topic
/// @param firstFailedAt when this job failed for the first time; null if it has not failed
/// @param code machine-readable reason why the last attempt failed; null if none has failed
/// @param shadow true if the job is the one of the table `shadows`; null if it is the transcript's own
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TranscriptReady(int schemaVersion, UUID transcriptId, @Nullable String requestId, int job, int attempt,
        long bodySize, @Nullable Instant notBefore, @Nullable Instant firstFailedAt, @Nullable String code,
        @Nullable String trace,
        @Nullable Boolean shadow) implements TranscriptEvent {

    public static final int SCHEMA_VERSION = 1;

    public TranscriptReady {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "schemaVersion %d is not supported: this service reads version %d".formatted(schemaVersion,
                            SCHEMA_VERSION));
        }
        if (transcriptId == null) {
            throw new IllegalArgumentException("transcriptId is missing");
        }
        if (job < 1 || attempt < 1) {
            throw new IllegalArgumentException(
                    "job and attempt must be at least 1: job=%d attempt=%d".formatted(job, attempt));
        }
    }

    /// The first attempt of a job.
    public static TranscriptReady first(UUID transcriptId, @Nullable String requestId, int job, long bodySize,
            @Nullable String trace) {
        return new TranscriptReady(SCHEMA_VERSION, transcriptId, requestId, job, 1, bodySize, null, null, null, trace,
                null);
    }

    /// The same for the transcript's shadow.
    public TranscriptReady asShadow() {
        return new TranscriptReady(schemaVersion, transcriptId, requestId, job, attempt, bodySize, notBefore,
                firstFailedAt, code, trace, true);
    }

    /// Another attempt of the same job, due at once.
    public TranscriptReady attempt(int attempt) {
        return new TranscriptReady(schemaVersion, transcriptId, requestId, job, attempt, bodySize, null, firstFailedAt,
                code, trace, shadow);
    }

    /// The same attempt, later. No attempt was spent.
    public TranscriptReady again(Instant notBefore) {
        return new TranscriptReady(schemaVersion, transcriptId, requestId, job, attempt, bodySize, notBefore,
                firstFailedAt, code, trace, shadow);
    }

    /// The next attempt after one that failed.
    public TranscriptReady afterFailure(String code, Instant failedAt, Instant notBefore) {
        return new TranscriptReady(schemaVersion, transcriptId, requestId, job, attempt + 1, bodySize, notBefore,
                firstFailedAt == null ? failedAt : firstFailedAt, code, trace, shadow);
    }

    /// The value of a dead letter: the next job with no attempt spent, so a plain copy of it on the main topic is a
    /// valid replay.
    public TranscriptReady replay() {
        return new TranscriptReady(SCHEMA_VERSION, transcriptId, requestId, job + 1, 1, bodySize, null, null, null,
                trace,
                shadow);
    }
}
