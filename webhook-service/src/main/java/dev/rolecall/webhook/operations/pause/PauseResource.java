package dev.rolecall.webhook.operations.pause;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import dev.rolecall.contract.Topics;
import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.problem.BadRequest;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Pauses and resumes the classifier's consumption.
@Path("/operations")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class PauseResource {

    private final Pauses pauses;
    private final Audit audit;
    private final SecurityIdentity caller;

    PauseResource(Pauses pauses, Audit audit, SecurityIdentity caller) {
        this.pauses = pauses;
        this.audit = audit;
        this.caller = caller;
    }

    @GET
    @Path("/pauses")
    @Operation(operationId = "listPauses", summary = "List what is paused")
    @APIResponseSchema(value = Pause[].class, responseDescription = "The pauses")
    public Uni<List<Pause>> list() {
        return pauses.all();
    }

    @POST
    @Path("/pause")
    @Operation(operationId = "pauseConsumption", summary = "Pause consumption",
            description = "Pods follow within two seconds. Jobs that have begun go on; records wait in Kafka. Callbacks are not affected.")
    @APIResponseSchema(value = Pause[].class, responseDescription = "What is paused now")
    @APIResponse(responseCode = "400", description = "There is no such topic or pod, or no reason")
    public Uni<List<Pause>> pause(@Context UriInfo uri,
            @Parameter(description = "name of a pod; without it, all") @QueryParam("pod") @DefaultValue("") String pod,
            @Parameter(
                    description = "transcript-ready or a retry tier; without it, all") @QueryParam("topic") @DefaultValue("") String topic,
            @Parameter(description = "why; up to 200 characters",
                    required = true) @QueryParam("reason") @Nullable String reason) {
        BadRequest.unlessKnown(uri.getQueryParameters(), List.of("pod", "topic", "reason"));
        refuseUnknown(topic);
        var why = BadRequest.unlessReason(reason);
        return pauses.refuseUnknownPod(pod)
                .chain(() -> audit.record("consumption-paused", target(pod, topic)))
                .chain(() -> pauses.pause(pod, topic, why, caller.getPrincipal().getName()))
                .chain(pauses::all);
    }

    @POST
    @Path("/resume")
    @Operation(operationId = "resumeConsumption", summary = "End pauses")
    @APIResponseSchema(value = Pause[].class, responseDescription = "What is still paused")
    @APIResponse(responseCode = "400", description = "There is no such topic")
    public Uni<List<Pause>> resume(@Context UriInfo uri,
            @Parameter(description = "only the pauses of this pod") @QueryParam("pod") @Nullable String pod,
            @Parameter(description = "only the pauses of this topic") @QueryParam("topic") @Nullable String topic) {
        BadRequest.unlessKnown(uri.getQueryParameters(), List.of("pod", "topic"));
        refuseUnknown(topic == null ? "" : topic);
        return audit.record("consumption-resumed", target(pod == null ? "" : pod, topic == null ? "" : topic))
                .chain(() -> pauses.resume(pod, topic))
                .chain(pauses::all);
    }

    private static void refuseUnknown(String topic) {
        if (!topic.isEmpty() && !Topics.OF_JOBS.contains(topic)) {
            throw new BadRequest("topic is \"%s\"; it must be one of %s, or absent for all.".formatted(topic,
                    String.join(", ", Topics.OF_JOBS)));
        }
    }

    private static String target(String pod, String topic) {
        return "%s in %s".formatted(topic.isEmpty() ? "all topics" : topic, pod.isEmpty() ? "all pods" : pod);
    }
}
