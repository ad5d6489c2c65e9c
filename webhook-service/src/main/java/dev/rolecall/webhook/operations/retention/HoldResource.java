package dev.rolecall.webhook.operations.retention;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

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

/// Places and releases legal holds.
@Path("/operations/holds")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class HoldResource {
    private final LegalHolds holds;
    private final Audit audit;
    private final SecurityIdentity caller;

    HoldResource(LegalHolds holds, Audit audit, SecurityIdentity caller) {
        this.holds = holds;
        this.audit = audit;
        this.caller = caller;
    }

    /// What is to be held: a transcript, or all that have a tag, now or later.
    ///
    /// @param reason up to 200 characters
    @Schema(name = "HoldRequest", requiredProperties = "reason")
    record HoldRequest(@Nullable UUID transcriptId, @Nullable String tag, @Nullable String reason) {}

    @GET
    @Operation(operationId = "listHolds", summary = "List legal holds, released ones too")
    @APIResponseSchema(value = LegalHold[].class, responseDescription = "The legal holds")
    public Uni<List<LegalHold>> list() {
        return holds.all();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "hold", summary = "Place a legal hold",
            description = "What is held is neither dropped by retention nor erased. What is being erased or dropped at this moment may be gone.")
    @APIResponseSchema(value = LegalHold.class, responseDescription = "The legal hold")
    @APIResponse(responseCode = "400", description = "It names no transcript or tag, or both, or no reason")
    @APIResponse(responseCode = "404", description = "There is no such transcript")
    public Uni<LegalHold> hold(@Nullable HoldRequest request) {
        if (request == null || (request.transcriptId() == null) == (request.tag() == null)) {
            throw new BadRequest("Name either transcriptId or tag of what is to be held.");
        }
        var reason = BadRequest.unlessReason(request.reason());
        return audit.record("hold-placed", request.tag() == null ? "transcript " + request.transcriptId() : "a tag")
                .chain(() -> holds.add(request.transcriptId(), request.tag(), reason, caller.getPrincipal().getName()));
    }

    @POST
    @Path("/{id}/release")
    @Operation(operationId = "releaseHold", summary = "Release a legal hold")
    @APIResponseSchema(value = LegalHold.class, responseDescription = "The legal hold")
    @APIResponse(responseCode = "404", description = "There is no such legal hold")
    public Uni<LegalHold> release(@PathParam("id") long id) {
        return audit.record("hold-released", "hold " + id).chain(() -> holds.release(id));
    }
}
