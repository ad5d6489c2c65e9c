package dev.rolecall.webhook.operations.deadletters;

import java.util.function.BiFunction;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
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

/// Lists, counts, parks and discards dead letters.
@Path("/operations/dead-letters")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class DeadLetterResource {
    private static final int MAX_LIMIT = 500;
    private static final String NEWEST = "" + Long.MAX_VALUE;

    private final DeadLetters deadLetters;
    private final Audit audit;

    DeadLetterResource(DeadLetters deadLetters, Audit audit) {
        this.deadLetters = deadLetters;
        this.audit = audit;
    }

    /// How many dead letters were changed.
    @Schema(name = "ChangedDeadLetters", requiredProperties = "changed")
    record Changed(int changed) {}

    @GET
    @Operation(operationId = "listDeadLetters", summary = "List dead letters, newest first")
    @APIResponseSchema(value = DeadLetters.Page.class, responseDescription = "A page of dead letters")
    @APIResponse(responseCode = "400", description = "A filter or its value is not known")
    public Uni<DeadLetters.Page> list(@BeanParam DeadLetterQuery query,
            @Parameter(
                    description = "value of next on the previous page") @QueryParam("before") @DefaultValue(NEWEST) long before,
            @Parameter(description = "from 1 to 500") @QueryParam("limit") @DefaultValue("50") int limit) {
        BadRequest.unlessLimit(limit, MAX_LIMIT);
        return deadLetters.list(query.filter("before", "limit"), before, limit);
    }

    @GET
    @Path("/count")
    @Operation(operationId = "countDeadLetters", summary = "Count dead letters, by code and by hour")
    @APIResponseSchema(value = DeadLetters.Counts.class, responseDescription = "How many there are")
    @APIResponse(responseCode = "400", description = "A filter or its value is not known")
    public Uni<DeadLetters.Counts> count(@BeanParam DeadLetterQuery query) {
        return deadLetters.count(query.filter());
    }

    @POST
    @Path("/park")
    @Operation(operationId = "parkDeadLetters", summary = "Park dead letters: they are replayed only by force",
            description = "A copy of one, produced to Kafka by hand, does nothing either.")
    @APIResponseSchema(value = Changed.class, responseDescription = "How many were not parked before")
    @APIResponse(responseCode = "400", description = "A filter or its value is not known, or there is no reason")
    public Uni<Changed> park(@BeanParam DeadLetterQuery query,
            @Parameter(description = "why; up to 200 characters",
                    required = true) @QueryParam("reason") @Nullable String reason) {
        return change("dead-letters-parked", query, reason, deadLetters::park);
    }

    @POST
    @Path("/discard")
    @Operation(operationId = "discardDeadLetters", summary = "Discard dead letters: they are never replayed",
            description = "Nothing is deleted: the record stays in its topic, and the transcript stays failed.")
    @APIResponseSchema(value = Changed.class, responseDescription = "How many were not discarded before")
    @APIResponse(responseCode = "400", description = "A filter or its value is not known, or there is no reason")
    public Uni<Changed> discard(@BeanParam DeadLetterQuery query,
            @Parameter(description = "why; up to 200 characters",
                    required = true) @QueryParam("reason") @Nullable String reason) {
        return change("dead-letters-discarded", query, reason, deadLetters::discard);
    }

    private Uni<Changed> change(String act, DeadLetterQuery query, @Nullable String reason,
            BiFunction<DeadLetterFilter, String, Uni<Integer>> change) {
        var why = BadRequest.unlessReason(reason);
        var filter = query.filter("reason");
        return change.apply(filter, why)
                .call(changed -> audit.record(act, "%d of %s: %s".formatted(changed, filter.text(), why)))
                .map(Changed::new);
    }
}
