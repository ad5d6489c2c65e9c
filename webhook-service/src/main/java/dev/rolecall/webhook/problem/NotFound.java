package dev.rolecall.webhook.problem;

/// The requested thing does not exist.
public class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotFound(String message) {
        super(message);
    }

    public static NotFound transcript(Object id) {
        return new NotFound("There is no transcript " + id + ".");
    }
}
