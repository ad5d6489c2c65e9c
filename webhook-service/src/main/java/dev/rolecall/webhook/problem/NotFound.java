package dev.rolecall.webhook.problem;

/// What was asked for is not here.
public class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotFound(String message) {
        super(message);
    }
}
