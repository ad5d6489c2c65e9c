package dev.rolecall.webhook.operations.overview;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.webhook.authentication.Role;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Tells how everything is.
@Path("/operations/status")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class OverviewResource {
    private final ReadOverview overview;

    OverviewResource(ReadOverview overview) {
        this.overview = overview;
    }

    @GET
    @Operation(operationId = "status", summary = "Tell how everything is",
            description = "Callbacks, unfinished transcripts, the outbox, what waits in Kafka, pods and their pauses, dead letters, and what was spent today.")
    @APIResponseSchema(value = Overview.class, responseDescription = "How everything is")
    public Uni<Overview> status() {
        return overview.now();
    }
}
