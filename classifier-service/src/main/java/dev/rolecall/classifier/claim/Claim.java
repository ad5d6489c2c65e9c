package dev.rolecall.classifier.claim;

import java.time.Instant;
import java.util.UUID;

import dev.rolecall.contract.Status;
import dev.rolecall.contract.TranscriptReady;
import org.jspecify.annotations.Nullable;

/// What came of asking for the right to work on a job.
public sealed interface Claim {

    /// It is ours.
    record Taken(Held held, Body body) implements Claim {}

    /// Another pod holds it, or held it a moment ago.
    ///
    /// @param until when its lease ends
    record Elsewhere(Instant until) implements Claim {}

    /// This job is done, dead, overtaken by a later one, or erased: the event comes too late or twice.
    record Ended(String why) implements Claim {}

    /// There is no such transcript.
    record Gone() implements Claim {}

    /// The right to work on a job until its lease ends; every write is fenced by `number`.
    ///
    /// @param attempts of this job that were spent before
    record Held(TranscriptReady event, long number, int attempts) {
        public UUID transcriptId() {
            return event.transcriptId();
        }
    }

    /// The stored bytes, given out once: whatever refers to a claim while the model thinks must not keep them, for a pod
    /// has hundreds of claims and little memory.
    final class Body {
        private byte @Nullable [] zstd;

        /// @param zstd null if the body is gone
        Body(byte @Nullable [] zstd) {
            this.zstd = zstd;
        }

        /// @return null if the body is gone, or was given out before
        public byte @Nullable [] release() {
            var released = zstd;
            zstd = null;
            return released;
        }
    }

    /// What a transcript looked like a moment after a claim was not granted.
    record Seen(Status status, Status processingStatus, int job, int attempts, @Nullable Instant leaseUntil,
            boolean isErased) {}

    /// Why a claim was not granted.
    static Claim refused(Seen transcript, TranscriptReady event, Instant now) {
        if (transcript.isErased()) {
            return new Ended("erased");
        }
        if (transcript.job() > event.job()) {
            return new Ended("overtaken");
        }
        return transcript.job() == event.job() ? refusedOf(transcript, event, now) : new Ended("not-due");
    }

    private static Claim refusedOf(Seen transcript, TranscriptReady event, Instant now) {
        return switch (transcript.processingStatus()) {
            case COMPLETED -> new Ended("done");
            case FAILED -> new Ended("dead-lettered");
            case PROCESSING -> new Elsewhere(later(transcript.leaseUntil(), now));
            case PENDING -> transcript.attempts() >= event.attempt() || transcript.status() != Status.COMPLETED
                    ? new Ended("attempt-spent")
                    // released between the two looks: it is there to be taken
                    : new Elsewhere(now);
        };
    }

    private static Instant later(@Nullable Instant lease, Instant now) {
        return lease == null || lease.isBefore(now) ? now : lease;
    }
}
