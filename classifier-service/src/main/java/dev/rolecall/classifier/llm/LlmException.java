package dev.rolecall.classifier.llm;

import org.jspecify.annotations.Nullable;

/// An LLM call has failed. [#failure] says what happens to the job and the pod.
public class LlmException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient JobFailure failure;
    private final transient @Nullable Unusable unusable;

    public LlmException(JobFailure failure) {
        this(failure, (Unusable) null);
    }

    public LlmException(JobFailure failure, @Nullable Unusable unusable) {
        super(failure.code() + ": " + failure.reason());
        this.failure = failure;
        this.unusable = unusable;
    }

    public LlmException(JobFailure failure, Throwable cause) {
        super(failure.code() + ": " + failure.reason(), cause);
        this.failure = failure;
        this.unusable = null;
    }

    /// What the LLM wrote, and what that cost.
    public record Unusable(String content, Usage usage) {}

    /// Null if the LLM wrote nothing.
    public @Nullable Unusable unusable() {
        return unusable;
    }

    public JobFailure failure() {
        return failure;
    }
}
