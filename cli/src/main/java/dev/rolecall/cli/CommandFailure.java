package dev.rolecall.cli;

/// A command cannot be carried out: the API refuses it, or cannot be reached, or the database is not as it must be. The
/// message says what to do.
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailure(String message) {
        super(message);
    }
}
