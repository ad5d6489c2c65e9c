package dev.rolecall.webhook.problem;

/// A request that contradicts what is stored. The message says why and what to do.
public final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Conflict(String detail) {
        super(detail);
    }
}
