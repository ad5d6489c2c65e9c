package dev.rolecall.webhook.reading;

/// A body was not read to its end.
public final class BodyNotRead extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Reason reason;

    /// Why the body was not read.
    public enum Reason {
        /// The connection or its framing broke.
        CUT_OFF,
        /// It took longer than `rolecall.reading.timeout`.
        TOO_SLOW,
        /// It is larger than `rolecall.reading.max-body-size`.
        TOO_LARGE,
        /// More is being received than can be handled.
        OVERLOADED
    }

    BodyNotRead(Reason reason, String cause) {
        super(cause, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
