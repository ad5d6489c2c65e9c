package dev.rolecall.classifier.settlement;

import java.util.Locale;

import dev.rolecall.classifier.claim.Claim;
import org.jspecify.annotations.Nullable;

/// What happened to a record, for the log and the metrics.
///
/// @param code machine-readable reason, if there is one
public record Settled(As as, @Nullable String code) {

    /// The outcomes.
    public enum As {
        /// A result with labels is stored.
        LABELLED,
        /// A result without labels is stored: there was nothing to label.
        UNLABELLED,
        /// The job will be retried; an attempt is spent.
        RETRY,
        /// The provider asks for fewer calls. The job will be retried; no attempt is spent.
        SLOWED_DOWN,
        /// The pod is paused. The job will be retried; no attempt is spent.
        PAUSED,
        /// The one provider that may see the transcript is away, or its tag's budget is spent. The job will be retried; no
        /// attempt is spent.
        WAITING,
        /// Another pod has the claim. The event comes back after its lease.
        ELSEWHERE,
        /// The job is dead-lettered.
        DEAD_LETTER,
        /// A job with a higher number has started, or the claim was lost.
        OVERTAKEN,
        /// See [Claim.Why].
        ERASED,
        /// See [Claim.Why].
        NOT_DUE,
        /// See [Claim.Why].
        DONE,
        /// See [Claim.Why].
        DEAD_LETTERED,
        /// See [Claim.Why].
        PARKED,
        /// See [Claim.Why].
        ATTEMPT_SPENT,
        /// The job is settled, and Kafka's client failed to take the acknowledgement of its record.
        UNACKNOWLEDGED;

        private static As of(Claim.Why why) {
            return switch (why) {
                case ERASED -> ERASED;
                case OVERTAKEN -> OVERTAKEN;
                case NOT_DUE -> NOT_DUE;
                case DONE -> DONE;
                case DEAD_LETTERED -> DEAD_LETTERED;
                case PARKED -> PARKED;
                case ATTEMPT_SPENT -> ATTEMPT_SPENT;
            };
        }
    }

    public static Settled as(As as) {
        return new Settled(as, null);
    }

    static Settled as(Claim.Why why) {
        return as(As.of(why));
    }

    /// The outcome in metrics, logs and traces.
    public String outcome() {
        return as.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
