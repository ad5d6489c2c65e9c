package dev.rolecall.webhook.problem;

/// What is asked for does not go with what is stored.
public final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Conflict(String detail) {
        super(detail);
    }
}
