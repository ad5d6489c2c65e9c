package dev.rolecall.classifier.llm;

import java.time.Duration;
import java.util.Set;

import dev.rolecall.classifier.llm.provider.Provider;
import org.jspecify.annotations.Nullable;

/// What a failure means for the job and for the pod. Decided once, where the failure occurs.
public sealed interface JobFailure {
    Cause cause();

    default String code() {
        return cause().code();
    }

    default String reason() {
        return cause().reason();
    }

    /// What happened.
    ///
    /// @param code machine-readable: the provider's own code, if it has one
    /// @param reason for people. Never contains transcript text or a provider's free text, which may quote it.
    /// @param requestId the provider's id of the call, for its support; null if there was no response
    /// @param provider which was asked; null if none was
    record Cause(String code, String reason, @Nullable String requestId, @Nullable Provider provider) {
        /// Something that happened without a call.
        public static Cause of(String code, String reason) {
            return new Cause(code, reason, null, null);
        }
    }

    /// Another attempt may succeed: next retry tier, one attempt spent.
    ///
    /// @param after the provider's Retry-After; null if there is none
    record Retry(Cause cause, @Nullable Duration after) implements JobFailure {}

    /// The provider works, but its answer cannot be used: next retry tier, one attempt spent.
    record UnusableAnswer(Cause cause) implements JobFailure {
        /// Code of an answer that is not what was asked for.
        public static final String UNREADABLE = "answer-unreadable";
        /// Code of an answer that is longer than the limit.
        public static final String CUT_OFF = "answer-cut-off";
        /// Code of an answer without text.
        public static final String EMPTY = "answer-empty";
        private static final Set<String> CODES = Set.of(UNREADABLE, CUT_OFF, EMPTY);

        /// Whether an attempt with this code failed because of the answer, so that another form of the answer may help.
        public static boolean isCode(@Nullable String code) {
            return code != null && CODES.contains(code);
        }
    }

    /// The provider asks for fewer calls: no attempt spent, and fewer jobs at once.
    ///
    /// @param after the provider's Retry-After; null if there is none
    record SlowDown(Cause cause, @Nullable Duration after) implements JobFailure {}

    /// The provider fails for every call, or a budget is used up: no attempt spent, and the pod pauses.
    ///
    /// @param setting what an operator has to look at, mostly a key of the configuration; null if there is nothing
    /// @param after how long the pause takes at least; null if that is not known
    record Pause(Cause cause, @Nullable String setting, @Nullable Duration after) implements JobFailure {}

    /// The one provider that may see this transcript is away, or what its tag may cost is spent: no attempt spent, and the
    /// pod goes on with other jobs.
    ///
    /// @param after how long that takes at least; null if it is not known
    record Wait(Cause cause, @Nullable Duration after) implements JobFailure {}

    /// Every attempt will fail: the job is dead-lettered.
    record Final(Cause cause) implements JobFailure {}
}
