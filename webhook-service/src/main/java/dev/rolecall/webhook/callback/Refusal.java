package dev.rolecall.webhook.callback;

import jakarta.ws.rs.core.Response.Status;

/// Why a callback got no 200.
enum Refusal {
    UNAUTHORIZED(Status.UNAUTHORIZED,
            "The callback needs Basic Auth with the user and password of rolecall.callback."), CUT_OFF(
                    Status.BAD_REQUEST,
                    "The body ended before it was complete. Send it again."), TOO_LARGE(Status.REQUEST_ENTITY_TOO_LARGE,
                            "The body is larger than rolecall.callback.max-body-size."), STORE_AWAY(
                                    Status.SERVICE_UNAVAILABLE, "The callback could not be stored. Send it again.");

    final Status status;
    final String detail;

    Refusal(Status status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
