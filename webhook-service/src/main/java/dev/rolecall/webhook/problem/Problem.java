package dev.rolecall.webhook.problem;

import jakarta.ws.rs.core.Response.StatusType;

import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// An RFC 9457 problem.
///
/// @param title the reason phrase of the status
/// @param detail what is wrong and what to do
public record Problem(String type, String title, int status, String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(StatusType status, String detail) {
        return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail);
    }

    /// A response with a problem as its body, to which headers can be added.
    public static ResponseBuilder<Object> answer(StatusType status, String detail) {
        return ResponseBuilder.create(status.getStatusCode())
                .entity((Object) of(status, detail))
                .type(MEDIA_TYPE);
    }
}
