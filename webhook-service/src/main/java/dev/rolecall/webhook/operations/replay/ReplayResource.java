package dev.rolecall.webhook.operations.replay;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.operations.deadletters.DeadLetterQuery;
import dev.rolecall.webhook.operations.replay.Replay.State;
import dev.rolecall.webhook.problem.BadRequest;
import dev.rolecall.webhook.problem.NotFound;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Plans, starts, pauses and cancels replays.
@Path("/operations/replays")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class ReplayResource {
    private static final double MAX_PER_SECOND = 1000;
    private static final double MIN_PER_SECOND = 0.01;

    private final Replays replays;
    private final Audit audit;
    private final SecurityIdentity caller;

    ReplayResource(Replays replays, Audit audit, SecurityIdentity caller) {
        this.replays = replays;
        this.audit = audit;
        this.caller = caller;
    }

    @POST
    @Operation(operationId = "planReplay", summary = "Plan a replay of dead letters",
            description = "Decides which jobs are meant, says how many there are and what they would cost, and raises none.")
    @APIResponseSchema(value = Replays.Seen.class, responseDescription = "The plan")
    @APIResponse(responseCode = "400", description = "A filter or its value is not known, or too many jobs match")
    public Uni<Replays.Seen> plan(@BeanParam DeadLetterQuery query,
            @Parameter(
                    description = "jobs raised a second, from 0.01 to 1000") @QueryParam("perSecond") @DefaultValue("10") double perSecond,
            @Parameter(
                    description = "whether parked jobs are raised too") @QueryParam("force") @DefaultValue("false") boolean force) {
        if (!(perSecond >= MIN_PER_SECOND && perSecond <= MAX_PER_SECOND)) {
            throw new BadRequest("perSecond is %s; it must be from 0.01 to 1000.".formatted(perSecond));
        }
        var filter = query.filter("perSecond", "force");
        return replays.plan(filter, force, perSecond, caller.getPrincipal().getName())
                .call(seen -> audit.record("replay-planned", "%s: %d of %s%s".formatted(seen.replay().id,
                        seen.replay().jobs, filter.text(), force ? " by force" : "")));
    }

    @GET
    @Operation(operationId = "listReplays", summary = "List the latest 100 replays, newest first")
    @APIResponseSchema(value = Replay[].class, responseDescription = "The replays")
    public Uni<List<Replay>> list() {
        return replays.latest();
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getReplay", summary = "Get a replay and how far it is")
    @APIResponseSchema(value = Replays.Seen.class, responseDescription = "The replay")
    @APIResponse(responseCode = "404", description = "There is no replay with this id")
    public Uni<Replays.Seen> one(@PathParam("id") String id) {
        return replays.one(idOf(id));
    }

    @POST
    @Path("/{id}/start")
    @Operation(operationId = "startReplay", summary = "Start a replay, or go on with one that is paused")
    @APIResponseSchema(value = Replays.Seen.class, responseDescription = "The replay")
    @APIResponse(responseCode = "404", description = "There is no replay with this id")
    @APIResponse(responseCode = "409", description = "It is cancelled or completed")
    public Uni<Replays.Seen> start(@PathParam("id") String id) {
        return change(id, "replay-started", State.RUNNING, List.of(State.PLANNED, State.PAUSED));
    }

    @POST
    @Path("/{id}/pause")
    @Operation(operationId = "pauseReplay", summary = "Pause a replay: no job is raised until it is started again")
    @APIResponseSchema(value = Replays.Seen.class, responseDescription = "The replay")
    @APIResponse(responseCode = "404", description = "There is no replay with this id")
    @APIResponse(responseCode = "409", description = "It does not run")
    public Uni<Replays.Seen> pause(@PathParam("id") String id) {
        return change(id, "replay-paused", State.PAUSED, List.of(State.RUNNING));
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(operationId = "cancelReplay", summary = "Cancel a replay: no more jobs are raised",
            description = "Those that are raised already go on, and are counted as under way.")
    @APIResponseSchema(value = Replays.Seen.class, responseDescription = "The replay")
    @APIResponse(responseCode = "404", description = "There is no replay with this id")
    @APIResponse(responseCode = "409", description = "It is completed")
    public Uni<Replays.Seen> cancel(@PathParam("id") String id) {
        return change(id, "replay-cancelled", State.CANCELLED, List.of(State.PLANNED, State.RUNNING, State.PAUSED));
    }

    private Uni<Replays.Seen> change(String id, String act, State to, List<State> from) {
        return replays.change(idOf(id), to, from).call(() -> audit.record(act, id));
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no replay \"" + text + "\": an id is a UUID.");
        }
    }
}
