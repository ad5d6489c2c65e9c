package dev.rolecall.cli.api;

/// A command cannot be carried out: the API refuses it, or cannot be reached, or the database is not as it must be. The
/// message says what to do.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CommandFailure(String message) {
        super(message);
    }
}
