package dev.rolecall.webhook.problem;

/// A query that cannot be answered as it stands; the message says what to change.
public class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadRequest(String message) {
        super(message);
    }
}
