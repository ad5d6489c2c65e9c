package dev.rolecall.webhook.problem;

/// A request with an invalid parameter. The message says what is wrong and what to send.
public class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadRequest(String message) {
        super(message);
    }
}
