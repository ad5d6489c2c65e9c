package dev.rolecall.cli;

/// The API has refused something, or cannot be reached. The message says what to do.
final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ApiFailure(String message) {
        super(message);
    }
}
