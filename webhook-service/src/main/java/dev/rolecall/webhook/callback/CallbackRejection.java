package dev.rolecall.webhook.callback;

import java.util.Locale;

import jakarta.ws.rs.core.Response.Status;

import dev.rolecall.webhook.quarantine.QuarantineBody.QuarantineFull;
import dev.rolecall.webhook.reading.BodyNotRead;

/// Why a callback is not answered with 200.
enum CallbackRejection {
    UNAUTHORIZED(Status.UNAUTHORIZED,
            """
                    The callback has no credentials, or wrong ones. Submit with Basic Auth in the callback URL, as configured in \
                    rolecall.authentication. Deepgram's dg-token header is not accepted: it no longer verifies a callback."""),
    CUT_OFF(
            Status.BAD_REQUEST,
            "The body ended before it was complete. Send it again."),
    TOO_SLOW(Status.REQUEST_TIMEOUT,
            "The body was not complete after rolecall.reading.timeout. Send it again."),
    TOO_LARGE(
            Status.REQUEST_ENTITY_TOO_LARGE,
            "The body is larger than rolecall.reading.max-body-size."),
    OVERLOADED(
            Status.SERVICE_UNAVAILABLE,
            "More callbacks are being received than can be stored. Send it again."),
    INTERNAL_ERROR(
            Status.SERVICE_UNAVAILABLE,
            "Rolecall failed to read the body, which may hold the secret that authenticates it. Send it again."),
    QUARANTINE_FULL(
            Status.SERVICE_UNAVAILABLE,
            "The body belongs to no transcript, and rolecall.quarantine.max-size is reached. Send it again."),
    STORE_AWAY(
            Status.SERVICE_UNAVAILABLE,
            "The callback could not be stored. Send it again.");

    final Status status;
    final String detail;

    CallbackRejection(Status status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    /// The outcome in metrics and logs.
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Rejected because(String cause) {
        return new Rejected(this, cause);
    }

    /// Every failure on the way to a 200. What is not the sender's fault is worth sending again.
    static Rejected of(Throwable failure) {
        return switch (failure) {
            case Rejected rejected -> rejected;
            case QuarantineFull full -> QUARANTINE_FULL.because(String.valueOf(full.getMessage()));
            case BodyNotRead notRead -> of(notRead.reason()).because(String.valueOf(notRead.getMessage()));
            case Throwable other -> STORE_AWAY.because(other.toString());
        };
    }

    private static CallbackRejection of(BodyNotRead.Reason reason) {
        return switch (reason) {
            case CUT_OFF -> CUT_OFF;
            case TOO_SLOW -> TOO_SLOW;
            case TOO_LARGE -> TOO_LARGE;
            case OVERLOADED -> OVERLOADED;
        };
    }

    /// One callback that is rejected.
    static final class Rejected extends RuntimeException {
        private static final long serialVersionUID = 1;
        final CallbackRejection rejection;

        private Rejected(CallbackRejection rejection, String cause) {
            super(cause, null, false, false);
            this.rejection = rejection;
        }
    }
}
