package dev.rolecall.classifier.llm;

import org.jspecify.annotations.Nullable;

/// An LLM call has failed. [#failure] says what happens to the job and the pod.
public class LlmException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient JobFailure failure;
    private final transient @Nullable Usage usage;

    public LlmException(JobFailure failure) {
        this(failure, (Usage) null);
    }

    /// @param usage what the unusable answer cost; null if there was no answer
    LlmException(JobFailure failure, @Nullable Usage usage) {
        super(failure.code() + ": " + failure.reason());
        this.failure = failure;
        this.usage = usage;
    }

    public LlmException(JobFailure failure, Throwable cause) {
        super(failure.code() + ": " + failure.reason(), cause);
        this.failure = failure;
        this.usage = null;
    }

    @Nullable
    Usage usage() {
        return usage;
    }

    public JobFailure failure() {
        return failure;
    }
}
