package dev.rolecall.webhook.callback;

import java.util.UUID;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

import dev.rolecall.webhook.authentication.Authentication;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody;
import dev.rolecall.webhook.callback.CallbackRejection.RefusedCallback;
import dev.rolecall.webhook.database.StoreWithTimeout;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import dev.rolecall.webhook.reading.DiscardRest;
import dev.rolecall.webhook.reading.LargeBodies;
import dev.rolecall.webhook.reading.ReceiveBody;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Where Deepgram sends its callbacks, by POST, or by PUT with `callback_method=put`.
///
/// The body is read as a stream, so no parameter names it. It is JSON, zipped or not, whatever its headers say.
@Path("/callback")
@APIResponse(responseCode = "200", description = "It is safe: stored, known already, or set aside")
@APIResponse(responseCode = "400", description = "The request's framing was cut off")
@APIResponse(responseCode = "401", description = "No credentials, or wrong ones")
@APIResponse(responseCode = "408", description = "It took longer than rolecall.callback.read-timeout: send it again")
@APIResponse(responseCode = "413", description = "Larger than rolecall.callback.max-body-size")
@APIResponse(responseCode = "503", description = "It could not be stored, or too many large ones came at once: send it again")
class CallbackResource {
    private final Authentication authentication;
    private final ReceiveBody receive;
    private final LargeBodies largeBodies;
    private final StoreWithTimeout store;
    private final CallbackLog log;
    private final Vertx vertx;

    CallbackResource(Authentication authentication, ReceiveBody receive, LargeBodies largeBodies,
            StoreWithTimeout store,
            CallbackLog log, Vertx vertx) {
        this.authentication = authentication;
        this.receive = receive;
        this.largeBodies = largeBodies;
        this.store = store;
        this.log = log;
        this.vertx = vertx;
    }

    @POST
    @Operation(operationId = "postCallback", summary = "Take one of Deepgram's callbacks")
    public Uni<RestResponse<Object>> post(@Context RoutingContext context) {
        return receive(context.request(), null);
    }

    @PUT
    @Operation(operationId = "putCallback", summary = "The same as POST")
    public Uni<RestResponse<Object>> put(@Context RoutingContext context) {
        return receive(context.request(), null);
    }

    @POST
    @Path("/{transcriptId}")
    @Operation(operationId = "postCallbackOf", summary = "Take the callback of a submitted transcript")
    public Uni<RestResponse<Object>> postOf(@Context RoutingContext context,
            @Parameter(description = "of the submitted transcript; one that is not known changes nothing") @PathParam("transcriptId") String transcriptId) {
        return receive(context.request(), idOf(transcriptId));
    }

    @PUT
    @Path("/{transcriptId}")
    @Operation(operationId = "putCallbackOf", summary = "The same as POST")
    public Uni<RestResponse<Object>> putOf(@Context RoutingContext context,
            @PathParam("transcriptId") String transcriptId) {
        return receive(context.request(), idOf(transcriptId));
    }

    private Uni<RestResponse<Object>> receive(HttpServerRequest request, @Nullable UUID transcriptId) {
        var entry = log.begin();
        if (!authentication.mayCall(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            return refused(request, entry, CallbackRejection.UNAUTHORIZED.because("no Basic Auth, or a wrong one"));
        }
        var stay = largeBodies.arrival();
        return receive.from(request, stay, entry::arrived)
                .onCancellation().invoke(() -> entry.refused(CallbackRejection.CUT_OFF.because("the connection ended")))
                .invoke(entry::read)
                .chain(body -> storeIfTrusted(body, transcriptId))
                .onTermination().invoke(stay::end)
                .map(entry::received)
                .onFailure(RefusedCallback.class).recoverWithUni(no -> refused(request, entry, no))
                // whatever else keeps a callback from being stored, Deepgram has to send it
                // again
                .onFailure()
                .recoverWithItem(cause -> entry.refused(CallbackRejection.STORE_AWAY.because(cause.toString())));
    }

    private Uni<CallbackOutcome> storeIfTrusted(Body body, @Nullable UUID transcriptId) {
        return authentication.mayStore(body.secret(), body.contents() instanceof ParsedBody.Transcription)
                ? store.store(body, transcriptId)
                : Uni.createFrom()
                        .failure(CallbackRejection.UNAUTHORIZED.because("no callback_secret, or a wrong one"));
    }

    private Uni<RestResponse<Object>> refused(HttpServerRequest request, CallbackLog.Entry entry,
            RefusedCallback refused) {
        var answer = entry.refused(refused);
        if (refused.refusal == CallbackRejection.CUT_OFF) {
            // answered already: a second answer would be an error
            return Uni.createFrom().nothing();
        }
        DiscardRest.of(request, vertx);
        return Uni.createFrom().item(answer);
    }

    /// A path that names nothing is no reason to lose a body.
    private static @Nullable UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }
}
