package dev.rolecall.webhook.operations.reconcile;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Looks for stuck jobs at once.
@Path("/operations/reconcile")
@Tag(name = "Operations")
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class ReconcileResource {
    private final Reconcile reconcile;
    private final Audit audit;

    ReconcileResource(Reconcile reconcile, Audit audit) {
        this.reconcile = reconcile;
        this.audit = audit;
    }

    @POST
    @Operation(operationId = "reconcile", summary = "Look for stuck jobs now",
            description = "Does nothing if another pod looks, which it does every 30 seconds. GET /operations/stuck tells what was found.")
    @APIResponse(responseCode = "204", description = "It was looked")
    public Uni<Void> now() {
        return audit.record("reconcile-asked-for", "all").chain(reconcile::lookInOnePod);
    }
}
