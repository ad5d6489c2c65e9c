package dev.rolecall.webhook.callback;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

import dev.rolecall.webhook.callback.ReadBody.BodyCutOff;
import dev.rolecall.webhook.callback.ReadBody.BodyTooLarge;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/// Where Deepgram sends its callbacks, by POST, or by PUT with `callback_method=put`.
///
/// The body is read as a stream, so no parameter names it. It is JSON whatever its Content-Type says.
@Path("/callback")
class CallbackResource {
    private final Credentials credentials;
    private final StoreInTime store;
    private final CallbackConfig config;
    private final CallbackLog log;

    CallbackResource(Credentials credentials, StoreInTime store, CallbackConfig config, CallbackLog log) {
        this.credentials = credentials;
        this.store = store;
        this.config = config;
        this.log = log;
    }

    @POST
    @Operation(operationId = "postCallback", summary = "Take one of Deepgram's callbacks")
    @APIResponse(responseCode = "200", description = "It is safe: stored, known already, or set aside")
    @APIResponse(responseCode = "400", description = "The request's framing was cut off")
    @APIResponse(responseCode = "401", description = "No Basic Auth, or a wrong one")
    @APIResponse(responseCode = "413", description = "Larger than rolecall.callback.max-body-size")
    @APIResponse(responseCode = "503", description = "It could not be stored: send it again")
    public Uni<RestResponse<Object>> post(@Context RoutingContext context) {
        return receive(context.request());
    }

    @PUT
    @Operation(operationId = "putCallback", summary = "The same as POST")
    @APIResponse(responseCode = "200", description = "It is safe: stored, known already, or set aside")
    public Uni<RestResponse<Object>> put(@Context RoutingContext context) {
        return receive(context.request());
    }

    private Uni<RestResponse<Object>> receive(HttpServerRequest request) {
        var entry = log.begin();
        if (!credentials.areIn(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            // unread, so that the caller gets to see the answer; nothing of it is kept
            request.resume();
            return Uni.createFrom().item(entry.refused(Refusal.UNAUTHORIZED, null));
        }
        letTheBodyCome(request);
        return ReadBody.of(request, config.maxBodySize().asLongValue())
                .onCancellation().invoke(() -> entry.refused(Refusal.CUT_OFF, null))
                .invoke(entry::read)
                .chain(store::store)
                .map(entry::received)
                .onFailure(BodyTooLarge.class).recoverWithItem(cause -> entry.refused(Refusal.TOO_LARGE, cause))
                .onFailure(BodyCutOff.class).recoverWithUni(cause -> answered(entry, cause))
                // whatever else keeps a callback from being stored, Deepgram has to send it
                // again
                .onFailure().recoverWithItem(cause -> entry.refused(Refusal.STORE_AWAY, cause));
    }

    /// [ReadBody] has written the answer itself; a second one would be an error.
    private static Uni<RestResponse<Object>> answered(CallbackLog.Entry entry, Throwable cause) {
        entry.refused(Refusal.CUT_OFF, cause);
        return Uni.createFrom().nothing();
    }

    /// curl and others ask before they send more than a megabyte, and wait a second for the answer.
    private static void letTheBodyCome(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
    }
}
