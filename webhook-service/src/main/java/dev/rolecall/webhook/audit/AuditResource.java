package dev.rolecall.webhook.audit;

import java.util.List;

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
import org.jspecify.annotations.Nullable;

/// Shows the audit.
@Path("/audit")
@Tag(name = "Audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class AuditResource {
    private static final int MAX_LIMIT = 500;
    private static final String NEWEST = "" + Long.MAX_VALUE;

    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    @GET
    @Operation(operationId = "listAudit", summary = "List what callers of the API have done, newest first")
    @APIResponseSchema(value = AuditEntry[].class, responseDescription = "Who did what, and when")
    @APIResponse(responseCode = "400", description = "limit is not from 1 to 500")
    public Uni<List<AuditEntry>> list(
            @Parameter(description = "only this, for example flag-set") @QueryParam("act") @Nullable String act,
            @Parameter(
                    description = "id of the last entry of the previous page") @QueryParam("before") @DefaultValue(NEWEST) long before,
            @Parameter(description = "from 1 to 500") @QueryParam("limit") @DefaultValue("50") int limit) {
        BadRequest.unlessLimit(limit, MAX_LIMIT);
        return audit.list(act, before, limit);
    }
}
