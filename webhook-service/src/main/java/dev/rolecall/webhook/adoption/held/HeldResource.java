package dev.rolecall.webhook.adoption.held;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.problem.BadRequest;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Sends held transcripts to the queue.
@Path("/held")
@Tag(name = "Flags")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class HeldResource {
    private static final int MAX_LIMIT = 1000;

    private final HeldTranscripts held;
    private final Audit audit;

    HeldResource(HeldTranscripts held, Audit audit) {
        this.held = held;
        this.audit = audit;
    }

    /// How many transcripts are held.
    @Schema(requiredProperties = "held")
    record Held(long held) {}

    /// How many transcripts were released, and how many are still held, with any tag.
    @Schema(requiredProperties = {"released", "held"})
    record Released(int released, long held) {}

    @GET
    @Operation(operationId = "countHeldTranscripts",
            summary = "Count the transcripts whose way is off, or shadow without an old result")
    @APIResponseSchema(value = Held.class, responseDescription = "How many are held")
    public Uni<Held> count() {
        return held.count().map(Held::new);
    }

    @POST
    @Path("/release")
    @Operation(operationId = "releaseHeldTranscripts", summary = "Send the oldest held transcripts to the queue",
            description = "Repeat while any is released. Set the flag way to queue first, or new transcripts are held meanwhile.")
    @APIResponseSchema(value = Released.class, responseDescription = "How many are released, and how many are left")
    @APIResponse(responseCode = "400", description = "limit is not from 1 to 1000")
    public Uni<Released> release(
            @Parameter(
                    description = "only transcripts with this tag; without it, all") @QueryParam("tag") @Nullable String tag,
            @Parameter(description = "from 1 to 1000") @QueryParam("limit") @DefaultValue("1000") int limit) {
        BadRequest.unlessLimit(limit, MAX_LIMIT);
        return audit.record("held-released", "%d of %s".formatted(limit, tag == null ? "all" : "tag " + tag))
                .chain(() -> held.release(tag, limit))
                .chain(released -> held.count().map(left -> new Released(released, left)));
    }
}
