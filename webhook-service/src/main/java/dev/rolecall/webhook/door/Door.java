package dev.rolecall.webhook.door;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import dev.rolecall.webhook.door.ServeConfig.Area;
import dev.rolecall.webhook.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/// Refuses requests before they are routed: with 400 what a proxy may have read differently, with 404 what this pod does
/// not serve.
@ApplicationScoped
class Door {
    /// Before the callbacks' overload filter, which trusts the path.
    private static final int FIRST = 20_000;
    private static final String CALLBACK = "/callback";

    private final ServeConfig serve;

    Door(ServeConfig serve) {
        this.serve = serve;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseOrGoOn, FIRST);
    }

    private void refuseOrGoOn(RoutingContext context) {
        var request = context.request();
        if (!CanonicalPath.isIn(request.uri())) {
            refuse(request, Status.BAD_REQUEST,
                    "The path is ambiguous: it must begin with a slash, and have no semicolon, backslash, double slash, dot segment, or escaped character of these.");
        } else if (hasTwoLengths(request)) {
            refuse(request, Status.BAD_REQUEST,
                    "The request has both Content-Length and Transfer-Encoding: send one of them.");
        } else if (!isServed(request)) {
            refuse(request, Status.NOT_FOUND, "This path is not served here.");
        } else {
            context.next();
        }
    }

    /// A proxy may have believed the other one, and what follows would be a request that it has not seen (RFC 9112, 6.3).
    private static boolean hasTwoLengths(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && request.headers().contains("Transfer-Encoding");
    }

    private boolean isServed(HttpServerRequest request) {
        return serve.areas().contains(isCallback(request.path()) ? Area.CALLBACKS : Area.API);
    }

    private static boolean isCallback(String path) {
        return path.equals(CALLBACK) || path.startsWith(CALLBACK + "/");
    }

    /// The connection is closed: nothing is believed of what follows on it.
    private static void refuse(HttpServerRequest request, Status status, String detail) {
        var _ = request.response()
                .setStatusCode(status.getStatusCode())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(Json.encodeToBuffer(Problem.of(status, detail)));
    }
}
