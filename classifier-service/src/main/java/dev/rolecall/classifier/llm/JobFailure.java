package dev.rolecall.classifier.llm;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// What a failed call of the model means for the job and for the pod. Decided once, here; see FailureOf.
public sealed interface JobFailure {

    /// A short word for machines: the provider's own code where it has one.
    String code();

    /// What happened, for people. Never what was said in the transcript, and never a provider's free text, which may
    /// quote it.
    String reason();

    /// The provider's id of the call, for its support; null if there was no answer.
    @Nullable
    String requestId();

    /// It may go well next time: the next tier, one attempt spent.
    ///
    /// @param after what the provider asked for; null if nothing
    record Retry(String code, String reason, @Nullable String requestId, @Nullable Duration after)
            implements
                JobFailure {
        private static final String ANSWER = "answer-";

        /// The provider answered, with nothing that can be used.
        ///
        /// @param what is wrong with it: unreadable, empty, cut-off
        public static Retry uselessAnswer(String what, String reason, @Nullable String requestId) {
            return new Retry(ANSWER + what, reason, requestId, null);
        }

        /// Whether the provider works, and only this answer was of no use.
        public boolean isAnswer() {
            return code.startsWith(ANSWER);
        }
    }

    /// The provider asks for less: no attempt spent, and fewer calls at once.
    ///
    /// @param after what the provider asked for; null if nothing
    record SlowDown(String code, String reason, @Nullable String requestId, @Nullable Duration after)
            implements
                JobFailure {}

    /// The provider is out for everybody, or a budget is used up: no attempt spent, and the pod takes no more until it
    /// is mended.
    ///
    /// @param after what the provider asked for; null if nothing
    record Pause(String code, String reason, @Nullable String requestId, @Nullable Duration after)
            implements
                JobFailure {}

    /// It will fail every time: straight to the dead letters.
    record Final(String code, String reason, @Nullable String requestId) implements JobFailure {}
}
