package dev.rolecall.webhook.reprocessing;

import java.util.Map;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import dev.rolecall.webhook.problem.BadRequest;
import dev.rolecall.webhook.quarantine.Sha256;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The operator's way out of quarantine.
@Path("/quarantine")
@Tag(name = "Quarantine")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class ReprocessingResource {
    private final ReprocessBody reprocess;
    private final Audit audit;

    ReprocessingResource(ReprocessBody reprocess, Audit audit) {
        this.reprocess = reprocess;
        this.audit = audit;
    }

    @POST
    @Path("/reprocess")
    @Operation(operationId = "reprocessQuarantinedBodies",
            summary = "Store the oldest 100 quarantined bodies of one reason as new transcripts",
            description = "For bodies that a mistake in Rolecall has kept out, once it is corrected. Repeat while any is stored.")
    @APIResponse(responseCode = "200", description = "How many are stored, and why the others stay in quarantine")
    @APIResponse(responseCode = "400", description = "reason is missing")
    public Uni<Reprocessed> reprocessAll(
            @Parameter(description = "for example internal-error") @QueryParam("reason") @Nullable String reason) {
        if (reason == null) {
            throw new BadRequest(
                    "reason is missing; GET /quarantine shows which there are, for example internal-error.");
        }
        return audit.record("quarantine-reprocessed", reason).chain(() -> reprocess.reprocessAll(reason));
    }

    @POST
    @Path("/{sha256}/reprocess")
    @Operation(operationId = "reprocessQuarantinedBody", summary = "Store a quarantined body as a transcript",
            description = "The body becomes a new transcript, or a new job of the named transcript, and leaves quarantine.")
    @APIResponse(responseCode = "200", description = "The body is stored")
    @APIResponse(responseCode = "400", description = "transcriptId is not a UUID")
    @APIResponse(responseCode = "404", description = "There is no such body in quarantine, or no such transcript")
    @APIResponse(responseCode = "409", description = "The body cannot be stored there; the detail says why")
    public Uni<Map<String, String>> reprocess(@PathParam("sha256") String sha256,
            @Parameter(
                    description = "the transcript that the body belongs to; without it, a new transcript is created") @QueryParam("transcriptId") @Nullable String transcriptId) {
        var hash = Sha256.parse(sha256);
        var id = idOf(transcriptId);
        return audit.record("quarantined-body-reprocessed", sha256)
                .chain(() -> reprocess.reprocess(hash, id))
                .map(CallbackOutcome::asJson);
    }

    private static @Nullable UUID idOf(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("transcriptId is \"" + text + "\"; it must be the id of a transcript.");
        }
    }
}
