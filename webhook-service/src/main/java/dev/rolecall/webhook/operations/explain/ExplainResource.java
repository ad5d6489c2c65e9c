package dev.rolecall.webhook.operations.explain;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Explains one transcript.
@Path("/operations/explain/{id}")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class ExplainResource {
    private final Explain explain;
    private final Audit audit;

    ExplainResource(Explain explain, Audit audit) {
        this.explain = explain;
        this.audit = audit;
    }

    @GET
    @Operation(operationId = "explain", summary = "Tell what happened to a transcript, and what to do",
            description = "Bodies, results with the fate of each claim, failures, replays and acts of operators, oldest first. Without text=true, no word of the transcript is shown, and no name.")
    @APIResponseSchema(value = Explanation.class, responseDescription = "What happened to it")
    @APIResponse(responseCode = "404", description = "There is no such transcript")
    public Uni<Explanation> one(@Parameter(description = "the transcript's id") @PathParam("id") UUID id,
            @Parameter(
                    description = "whether claimed names are shown") @QueryParam("text") @DefaultValue("false") boolean withText) {
        return (withText ? audit.recordRead("explained-with-text", id.toString()) : Uni.createFrom().voidItem())
                .chain(() -> explain.one(id, withText));
    }
}
