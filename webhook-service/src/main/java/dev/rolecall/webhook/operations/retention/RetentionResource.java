package dev.rolecall.webhook.operations.retention;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.problem.BadRequest;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Drops bodies and results that are old enough.
@Path("/operations/retentions")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class RetentionResource {
    private final Retentions retentions;
    private final Audit audit;
    private final SecurityIdentity caller;

    RetentionResource(Retentions retentions, Audit audit, SecurityIdentity caller) {
        this.retentions = retentions;
        this.audit = audit;
        this.caller = caller;
    }

    @GET
    @Path("/months")
    @Operation(operationId = "listMonths",
            summary = "List the months that have bodies and results, and how large they are")
    @APIResponseSchema(value = Retentions.Month[].class, responseDescription = "The months, the oldest first")
    public Uni<List<Retentions.Month>> months() {
        return retentions.months();
    }

    @GET
    @Operation(operationId = "listRetentions", summary = "List the latest 100 requests to drop, newest first")
    @APIResponseSchema(value = Retention[].class, responseDescription = "The requests")
    public Uni<List<Retention>> list() {
        return retentions.latest();
    }

    /// What becomes of a request.
    ///
    /// @param plan of a dry run
    /// @param retention what was asked for, if it was none
    @Schema(name = "RetentionAnswer")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RetentionAnswer(Retentions.@Nullable Plan plan, @Nullable Retention retention) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "drop", summary = "Drop the bodies and results of a month, or of a tag",
            description = "The owner's daily job does it. Of each transcript stays its row, with request id, statuses, tags, extra and texts of errors. A month with unfinished, replayed or held transcripts is refused; of a tag these are kept. It cannot be undone.")
    @APIResponseSchema(value = RetentionAnswer.class, responseDescription = "What it is about, and the request")
    @APIResponse(responseCode = "400", description = "It names neither or both, or a month that is not over")
    public Uni<RetentionAnswer> drop(@Nullable RetentionRequest request) {
        if (request == null) {
            throw new BadRequest("The body says what is to be dropped: a month, or a tag and before.");
        }
        return request.dryRun()
                ? retentions.plan(request).map(plan -> new RetentionAnswer(plan, null))
                : retentions.ask(request, caller.getPrincipal().getName())
                        .call(retention -> audit.record("retention-asked-for",
                                "retention %d of %s".formatted(retention.id,
                                        request.month() == null ? "a tag" : request.month())))
                        .map(retention -> new RetentionAnswer(null, retention));
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(operationId = "cancelRetention", summary = "Cancel a request that no job has begun")
    @APIResponseSchema(value = Retention.class, responseDescription = "The request")
    @APIResponse(responseCode = "404", description = "There is no such request")
    @APIResponse(responseCode = "409", description = "A job has begun it")
    public Uni<Retention> cancel(@PathParam("id") long id) {
        return audit.record("retention-cancelled", "retention " + id).chain(() -> retentions.cancel(id));
    }
}
