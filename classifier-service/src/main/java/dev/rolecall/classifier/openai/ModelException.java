package dev.rolecall.classifier.openai;

/// A call of the model failed; [#failure] says what that means.
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ModelFailure failure;

    public ModelException(ModelFailure failure) {
        super(failure.code() + ": " + failure.reason());
        this.failure = failure;
    }

    public ModelException(ModelFailure failure, Throwable cause) {
        super(failure.code() + ": " + failure.reason(), cause);
        this.failure = failure;
    }

    public ModelFailure failure() {
        return failure;
    }
}
