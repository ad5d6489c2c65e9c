package dev.rolecall.webhook.problem;

/// A query that cannot be answered as it stands; the message says what to change.
public class BadQuery extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadQuery(String message) {
        super(message);
    }
}
