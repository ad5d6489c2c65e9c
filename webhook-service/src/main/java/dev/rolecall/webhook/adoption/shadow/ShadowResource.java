package dev.rolecall.webhook.adoption.shadow;

import java.util.Map;
import java.util.Objects;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.contract.Status;
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

/// Labels adopted transcripts beside the result that they had.
@Path("/adoption/shadows")
@Tag(name = "Adoption")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class ShadowResource {
    private static final int MAX_LIMIT = 1000;

    private final Shadows shadows;
    private final Audit audit;

    ShadowResource(Shadows shadows, Audit audit) {
        this.shadows = shadows;
        this.audit = audit;
    }

    /// How many shadows there are, by their state.
    @Schema(name = "Shadows", requiredProperties = {"pending", "processing", "completed", "failed"})
    record Counted(long pending, long processing, long completed, long failed) {
        private static Counted of(Map<Status, Long> counts) {
            return new Counted(of(counts, Status.PENDING), of(counts, Status.PROCESSING), of(counts, Status.COMPLETED),
                    of(counts, Status.FAILED));
        }

        private static long of(Map<Status, Long> counts, Status status) {
            return Objects.requireNonNull(counts.get(status));
        }
    }

    /// How many shadows were queued.
    @Schema(requiredProperties = "begun")
    record Begun(int begun) {}

    @GET
    @Operation(operationId = "countShadows",
            summary = "Count the transcripts that are labelled beside the result of before")
    @APIResponseSchema(value = Counted.class, responseDescription = "How many, by the state of that")
    public Uni<Counted> count() {
        return shadows.count().map(Counted::of);
    }

    @POST
    @Operation(operationId = "beginShadows",
            summary = "Label the newest adopted transcripts beside the result that they had",
            description = "Those that have been already are left out. What is shown stays as it is.")
    @APIResponseSchema(value = Begun.class, responseDescription = "How many are queued")
    @APIResponse(responseCode = "400", description = "limit is not from 1 to 1000")
    public Uni<Begun> begin(
            @Parameter(
                    description = "only transcripts with this tag; without it, all") @QueryParam("tag") @Nullable String tag,
            @Parameter(description = "from 1 to 1000") @QueryParam("limit") @DefaultValue("100") int limit) {
        BadRequest.unlessLimit(limit, MAX_LIMIT);
        return audit.record("shadows-begun", "%d of %s".formatted(limit, tag == null ? "all" : "tag " + tag))
                .chain(() -> shadows.begin(tag, limit))
                .map(Begun::new);
    }
}
