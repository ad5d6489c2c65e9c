package dev.rolecall.classifier.llm;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// What a failure means for the job and for the pod. Decided once, where the failure occurs; see [ClassifyError].
public sealed interface JobFailure {
    /// Machine-readable reason: the provider's own code, if it has one.
    String code();

    /// What happened, for people. Never contains transcript text or a provider's free text, which may quote it.
    String reason();

    /// The provider's id of the call, for its support; null if there was no response.
    @Nullable
    String requestId();

    /// Another attempt may succeed: next retry tier, one attempt spent.
    ///
    /// @param after the provider's Retry-After; null if there is none
    record Retry(String code, String reason, @Nullable String requestId, @Nullable Duration after)
            implements
                JobFailure {}

    /// The provider works, but its answer cannot be used: next retry tier, one attempt spent.
    record UnusableAnswer(String code, String reason, @Nullable String requestId) implements JobFailure {}

    /// The provider asks for fewer calls: no attempt spent, and fewer jobs at once.
    ///
    /// @param after the provider's Retry-After; null if there is none
    record SlowDown(String code, String reason, @Nullable String requestId, @Nullable Duration after)
            implements
                JobFailure {}

    /// The provider fails for every call, or a budget is used up: no attempt spent, and the pod pauses.
    ///
    /// @param after the provider's Retry-After; null if there is none
    record Pause(String code, String reason, @Nullable String requestId, @Nullable Duration after)
            implements
                JobFailure {}

    /// Every attempt will fail: the job is dead-lettered.
    record Final(String code, String reason, @Nullable String requestId) implements JobFailure {}
}
