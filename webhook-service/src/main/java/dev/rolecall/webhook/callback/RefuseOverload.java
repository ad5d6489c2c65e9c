package dev.rolecall.webhook.callback;

import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;

import dev.rolecall.webhook.authentication.Authentication;
import dev.rolecall.webhook.problem.Problem;
import dev.rolecall.webhook.reading.Admission;
import dev.rolecall.webhook.reading.DiscardRest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/// Refuses callbacks while there is a standing queue, before they are routed: under twice the peak there are as many
/// refusals as callbacks stored, and with Deepgram's repeats twice as many, so a refusal may cost a twentieth of a
/// callback.
@ApplicationScoped
class RefuseOverload {
    private static final int BEFORE_EVERYTHING_ELSE = 10_000;
    private static final String CALLBACK = "/callback";

    private final Admission admission;
    private final Authentication authentication;
    private final CallbackLog log;
    private final Vertx vertx;
    private final String retryAfter;
    private final Buffer body = Json
            .encodeToBuffer(Problem.of(CallbackRejection.OVERLOADED.status, CallbackRejection.OVERLOADED.detail));

    RefuseOverload(Admission admission, Authentication authentication, CallbackLog log, CallbackConfig config,
            Vertx vertx) {
        this.admission = admission;
        this.authentication = authentication;
        this.log = log;
        this.vertx = vertx;
        retryAfter = Long.toString(config.retryAfter().toSeconds());
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseOrGoOn, BEFORE_EVERYTHING_ELSE);
    }

    private void refuseOrGoOn(RoutingContext context) {
        var request = context.request();
        if (isCallback(request) && admission.isOverloaded(request)
                && authentication.mayCall(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            refuse(request);
        } else {
            context.next();
        }
    }

    private static boolean isCallback(HttpServerRequest request) {
        var path = request.path();
        return (HttpMethod.POST.equals(request.method()) || HttpMethod.PUT.equals(request.method()))
                && path != null && path.startsWith(CALLBACK)
                && (path.length() == CALLBACK.length() || path.charAt(CALLBACK.length()) == '/');
    }

    private void refuse(HttpServerRequest request) {
        log.refused(vertx);
        var _ = request.response().setStatusCode(SERVICE_UNAVAILABLE.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.RETRY_AFTER, retryAfter)
                .end(body);
        DiscardRest.of(request, vertx);
    }
}
