package dev.rolecall.classifier.openai;

import org.jspecify.annotations.Nullable;

/// A call of the model failed; [#failure] says what that means.
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ModelFailure failure;
    private final transient @Nullable Usage usage;

    public ModelException(ModelFailure failure) {
        this(failure, (Usage) null);
    }

    /// @param usage what the useless answer took all the same; null if there was none
    ModelException(ModelFailure failure, @Nullable Usage usage) {
        super(failure.code() + ": " + failure.reason());
        this.failure = failure;
        this.usage = usage;
    }

    public ModelException(ModelFailure failure, Throwable cause) {
        super(failure.code() + ": " + failure.reason(), cause);
        this.failure = failure;
        this.usage = null;
    }

    @Nullable
    Usage usage() {
        return usage;
    }

    public ModelFailure failure() {
        return failure;
    }
}
