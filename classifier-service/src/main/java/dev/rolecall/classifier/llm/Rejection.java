package dev.rolecall.classifier.llm;

/// A provider rejects a request, in every form in which it can be sent. Either the transcript in it is at fault or the
/// configuration is: the response does not tell.
public class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient JobFailure.Cause cause;
    private final int status;

    /// @param status of the response
    public Rejection(JobFailure.Cause cause, int status) {
        super(cause.code() + ": " + cause.reason());
        this.cause = cause;
        this.status = status;
    }

    public JobFailure.Cause what() {
        return cause;
    }

    /// Whether a field of the request may be what is rejected: not if the request is too large, or forbidden.
    public boolean mayBeAField() {
        return status == 400 || status == 422;
    }
}
