package dev.rolecall.webhook.operations.stuck;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.problem.BadRequest;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Lists jobs that seem to be stuck.
@Path("/operations/stuck")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class StuckResource {
    private static final int MAX_LIMIT = 500;

    private final StuckJobs jobs;

    StuckResource(StuckJobs jobs) {
        this.jobs = jobs;
    }

    @GET
    @Operation(operationId = "listStuckJobs",
            summary = "List jobs that seem to be stuck, those first that were found first",
            description = "A job is queued again by itself when all records are settled that Kafka had when it was found.")
    @APIResponseSchema(value = StuckJobs.Stuck.class,
            responseDescription = "What was found, and how the last look ended")
    @APIResponse(responseCode = "400", description = "The limit is not from 1 to 500")
    public Uni<StuckJobs.Stuck> list(
            @Parameter(description = "from 1 to 500") @QueryParam("limit") @DefaultValue("50") int limit) {
        BadRequest.unlessLimit(limit, MAX_LIMIT);
        return jobs.all(limit);
    }
}
