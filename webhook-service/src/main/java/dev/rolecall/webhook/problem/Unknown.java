package dev.rolecall.webhook.problem;

/// What was asked for is not here.
public class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unknown(String message) {
        super(message);
    }
}
