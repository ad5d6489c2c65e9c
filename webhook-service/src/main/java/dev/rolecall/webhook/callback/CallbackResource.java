package dev.rolecall.webhook.callback;

import java.util.UUID;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

import dev.rolecall.webhook.adoption.inline.AskClassifier;
import dev.rolecall.webhook.authentication.Authentication;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.callback.CallbackRejection.Rejected;
import dev.rolecall.webhook.database.StoreWithTimeout;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import dev.rolecall.webhook.ingestion.StoreArrival;
import dev.rolecall.webhook.reading.Admission;
import dev.rolecall.webhook.reading.DiscardRest;
import dev.rolecall.webhook.reading.ReceiveBody;
import dev.rolecall.webhook.warmup.WarmUp;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Receives Deepgram's callbacks, by POST, or by PUT with `callback_method=put`.
///
/// The body is read as a stream, so it is not a parameter. It is JSON, possibly gzipped, whatever its headers say.
@Path("/callback")
@Tag(name = "Callbacks")
@PermitAll // its own credentials: see Authentication
@SecurityScheme(securitySchemeName = "callback", type = SecuritySchemeType.HTTP, scheme = "basic",
        description = "As in the callback URL that Deepgram was given")
@SecurityRequirement(name = "callback")
@APIResponse(responseCode = "200", description = "The callback is stored, is known already, or is in quarantine")
@APIResponse(responseCode = "400", description = "The request ended before its body was complete")
@APIResponse(responseCode = "401", description = "The credentials are missing or wrong")
@APIResponse(responseCode = "408", description = "The body took longer than rolecall.reading.timeout: send it again")
@APIResponse(responseCode = "413", description = "The body is larger than rolecall.reading.max-body-size")
@APIResponse(responseCode = "503",
        description = "The callback could not be stored, or more arrive than can be stored: send it again")
class CallbackResource {
    private final Authentication authentication;
    private final ReceiveBody receive;
    private final Admission admission;
    private final StoreArrival store;
    private final StoreWithTimeout timeout;
    private final AskClassifier classifier;
    private final CallbackResponse response;
    private final CallbackLog log;
    private final WarmUp warmUp;
    private final Vertx vertx;

    CallbackResource(Authentication authentication, ReceiveBody receive, Admission admission, StoreArrival store,
            StoreWithTimeout timeout, AskClassifier classifier, CallbackResponse response, CallbackLog log,
            WarmUp warmUp, Vertx vertx) {
        this.authentication = authentication;
        this.receive = receive;
        this.admission = admission;
        this.store = store;
        this.timeout = timeout;
        this.classifier = classifier;
        this.response = response;
        this.log = log;
        this.warmUp = warmUp;
        this.vertx = vertx;
    }

    @POST
    @Operation(operationId = "postCallback", summary = "Receive a callback from Deepgram")
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
    @Operation(operationId = "postCallbackOf", summary = "Receive the callback of a submitted transcript")
    public Uni<RestResponse<Object>> postOf(@Context RoutingContext context,
            @Parameter(
                    description = "id of the submitted transcript; an unknown id has no effect") @PathParam("transcriptId") String transcriptId) {
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
        if (warmUp.sent(request)) {
            return rehearse(request);
        }
        var entry = log.begin();
        if (!authentication.mayCall(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            return reject(request, entry, CallbackRejection.UNAUTHORIZED.because("no Basic Auth, or a wrong one"));
        }
        var permit = admission.permit();
        return receive.from(request, permit, entry::lastByte)
                .onFailure().invoke(permit::release)
                .onCancellation()
                .invoke(() -> {
                    permit.release();
                    entry.rejected(CallbackRejection.CUT_OFF.because("the connection ended"));
                })
                .invoke(entry::read)
                .chain(body -> storeIfTrusted(body, transcriptId, permit))
                .call(outcome -> waitForLabels(outcome, entry))
                .invoke(entry::acknowledged)
                .map(response::to)
                .onFailure().recoverWithUni(failure -> reject(request, entry, CallbackRejection.of(failure)));
    }

    /// What a callback does, with nothing stored, logged or counted.
    private Uni<RestResponse<Object>> rehearse(HttpServerRequest request) {
        var permit = admission.permit();
        return receive.from(request, permit, () -> {})
                .chain(body -> timeout.store(store.rehearse(body)))
                .onTermination().invoke(permit::release)
                .map(response::to);
    }

    /// Gives the permit back when the statement ends, which may be later than the response: until then the body is held.
    private Uni<CallbackOutcome> storeIfTrusted(Body body, @Nullable UUID transcriptId, Admission.Permit permit) {
        if (authentication.mayStore(body.secret(), body.contents() instanceof ParsedBody.Transcription)) {
            return timeout.store(store.store(body, transcriptId).onTermination().invoke(permit::release));
        }
        permit.release();
        var isUnread = body.contents() instanceof ParsedBody.Unusable(_, var reason) && reason == Reason.INTERNAL_ERROR;
        return Uni.createFrom()
                .failure(isUnread
                        ? CallbackRejection.INTERNAL_ERROR.because("the scan failed before it found a secret")
                        : CallbackRejection.UNAUTHORIZED.because("no callback_secret, or a wrong one"));
    }

    /// The only wait after the commit. The permit has been given back.
    private Uni<Void> waitForLabels(CallbackOutcome outcome, CallbackLog.Entry entry) {
        return outcome instanceof CallbackOutcome.Stored(_, var event) && event != null
                ? classifier.label(event, entry.began())
                : Uni.createFrom().voidItem();
    }

    private Uni<RestResponse<Object>> reject(HttpServerRequest request, CallbackLog.Entry entry, Rejected rejected) {
        entry.rejected(rejected);
        if (rejected.rejection == CallbackRejection.CUT_OFF) {
            CallbackResponse.writeCutOff(request);
            return Uni.createFrom().nothing();
        }
        DiscardRest.of(request, vertx);
        return Uni.createFrom().item(response.to(rejected.rejection));
    }

    /// A body is stored even if its path names no transcript.
    private static @Nullable UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }
}
