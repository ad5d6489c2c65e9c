package dev.rolecall.classifier.claim;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import dev.rolecall.contract.Status;
import dev.rolecall.contract.TranscriptReady;
import org.jspecify.annotations.Nullable;

/// The answer to a request for the right to work on a job.
public sealed interface Claim {

    /// This pod has the claim.
    record Taken(Held held, StoredBody body) implements Claim {}

    /// Another pod has the claim, or had it a moment ago.
    ///
    /// @param until end of its lease
    record Elsewhere(Instant until) implements Claim {}

    /// The event is late or a duplicate: there is nothing to do for this job.
    record Ended(Why why) implements Claim {}

    /// Why there is nothing to do.
    enum Why {
        /// The transcript was erased.
        ERASED,
        /// A job with a higher number has started.
        OVERTAKEN,
        /// The event's job has not started: a job that is more than one higher than the transcript's.
        NOT_DUE,
        /// The job has a result.
        DONE,
        /// The job is dead-lettered.
        DEAD_LETTERED,
        /// An operator has parked or discarded the transcript's current job.
        PARKED,
        /// This attempt was made before.
        ATTEMPT_SPENT
    }

    /// There is no such transcript.
    record Gone() implements Claim {}

    /// The right to work on a job until the lease ends.
    ///
    /// @param number fencing token of every write for this job
    /// @param attempts how many attempts of this job were spent before
    record Held(TranscriptReady event, long number, int attempts) {
        public UUID transcriptId() {
            return event.transcriptId();
        }

        public JobTable table() {
            return JobTable.of(event);
        }
    }

    /// The body that is to be worked on.
    ///
    /// @param month of its partition
    /// @param bytes its length as stored, compressed; 0 if it is no longer stored
    /// @param size its length as received
    record StoredBody(LocalDate month, long bytes, long size) {}

    /// The state of a transcript just after a claim was refused.
    record Seen(Status status, Status processingStatus, int job, int attempts, @Nullable Instant leaseUntil,
            boolean isErased, boolean isPutAside) {}

    /// Why a claim was refused.
    static Claim refused(Seen transcript, TranscriptReady event, Instant now) {
        if (transcript.isErased()) {
            return new Ended(Why.ERASED);
        }
        if (transcript.job() > event.job()) {
            return new Ended(Why.OVERTAKEN);
        }
        if (transcript.isPutAside()) {
            return new Ended(Why.PARKED);
        }
        return transcript.job() == event.job() ? refusedOf(transcript, event, now) : new Ended(Why.NOT_DUE);
    }

    private static Claim refusedOf(Seen transcript, TranscriptReady event, Instant now) {
        return switch (transcript.processingStatus()) {
            case COMPLETED -> new Ended(Why.DONE);
            case FAILED -> new Ended(Why.DEAD_LETTERED);
            case PROCESSING -> new Elsewhere(later(transcript.leaseUntil(), now));
            case PENDING -> transcript.attempts() >= event.attempt() || transcript.status() != Status.COMPLETED
                    ? new Ended(Why.ATTEMPT_SPENT)
                    // released between the two statements: it can be claimed at once
                    : new Elsewhere(now);
        };
    }

    private static Instant later(@Nullable Instant lease, Instant now) {
        return lease == null || lease.isBefore(now) ? now : lease;
    }
}
