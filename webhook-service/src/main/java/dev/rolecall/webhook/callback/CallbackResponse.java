package dev.rolecall.webhook.callback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import dev.rolecall.webhook.authentication.Authentication;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import dev.rolecall.webhook.problem.Problem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.core.net.impl.ConnectionBase;
import org.jboss.resteasy.reactive.RestResponse;

/// The HTTP response to a callback.
@ApplicationScoped
class CallbackResponse {
    private final CallbackConfig config;
    private final Authentication authentication;

    CallbackResponse(CallbackConfig config, Authentication authentication) {
        this.config = config;
        this.authentication = authentication;
    }

    /// Deepgram does not read the body of a 200; people who send a callback with curl do.
    RestResponse<Object> to(CallbackOutcome outcome) {
        return RestResponse.ok(outcome.asJson());
    }

    RestResponse<Object> to(CallbackRejection rejection) {
        var response = Problem.answer(rejection.status, rejection.detail);
        return switch (rejection) {
            case UNAUTHORIZED -> authentication.isBasic()
                    ? response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"callback\"").build()
                    : response.build();
            case STORE_AWAY, INTERNAL_ERROR, QUARANTINE_FULL, OVERLOADED ->
                response.header(HttpHeaders.RETRY_AFTER, config.retryAfter().toSeconds()).build();
            case CUT_OFF, TOO_SLOW, TOO_LARGE -> response.build();
        };
    }

    /// Writes the response to a request that was cut off, at once: Vert.x closes the connection without flushing when
    /// its exception handler returns.
    static void writeCutOff(HttpServerRequest request) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            var problem = Problem.of(CallbackRejection.CUT_OFF.status, CallbackRejection.CUT_OFF.detail);
            var _ = response.setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(Json.encode(problem));
            ((ConnectionBase) request.connection()).channelHandlerContext().flush();
        }
    }
}
