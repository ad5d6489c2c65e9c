package dev.rolecall.webhook.callback;

import java.util.Locale;

import jakarta.ws.rs.core.Response.Status;

/// Why a callback got no 200.
public enum CallbackRejection {
    UNAUTHORIZED(Status.UNAUTHORIZED,
            "The callback shows no credentials, or wrong ones. Submit with Basic Auth in the callback URL, with what "
                    + "rolecall.authentication names. Deepgram's dg-token header is not accepted: it no longer verifies anything."), CUT_OFF(
                            Status.BAD_REQUEST,
                            "The body ended before it was complete. Send it again."), TOO_SLOW(Status.REQUEST_TIMEOUT,
                                    "The body was not complete after rolecall.callback.read-timeout. Send it again."), TOO_LARGE(
                                            Status.REQUEST_ENTITY_TOO_LARGE,
                                            "The body is larger than rolecall.callback.max-body-size."), TOO_MANY_LARGE(
                                                    Status.SERVICE_UNAVAILABLE,
                                                    "Too many large bodies arrive at once. Send it again."), STORE_AWAY(
                                                            Status.SERVICE_UNAVAILABLE,
                                                            "The callback could not be stored. Send it again.");

    public final Status status;
    public final String detail;

    CallbackRejection(Status status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public RefusedCallback because(String cause) {
        return new RefusedCallback(this, cause);
    }

    /// A callback that is answered so.
    public static final class RefusedCallback extends RuntimeException {
        private static final long serialVersionUID = 1;
        public final CallbackRejection refusal;

        private RefusedCallback(CallbackRejection refusal, String cause) {
            super(cause, null, false, false);
            this.refusal = refusal;
        }
    }
}
