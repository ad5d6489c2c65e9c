package dev.rolecall.webhook.adoption.migration.table;

/// A step cannot be made. The message says what to do.
public final class MigrationFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MigrationFailure(String message) {
        super(message);
    }
}
