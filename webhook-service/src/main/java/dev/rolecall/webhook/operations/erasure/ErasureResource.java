package dev.rolecall.webhook.operations.erasure;

import java.util.HexFormat;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Erases transcripts.
@Path("/operations/erasures")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class ErasureResource {
    private static final int MAX_LIMIT = 10_000;

    private final Erasures erasures;
    private final Audit audit;

    ErasureResource(Erasures erasures, Audit audit) {
        this.erasures = erasures;
        this.audit = audit;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "erase", summary = "Erase transcripts",
            description = "Bodies, results, names, tags and texts are deleted, and a callback of the same request is acknowledged and stored nowhere. One transcript is erased when this answers; many are, one after the other. It cannot be undone.")
    @APIResponseSchema(value = Erasures.Erased.class, responseDescription = "How many there are, and how many wait")
    @APIResponse(responseCode = "400", description = "It does not say what is to be erased, or in two ways")
    @APIResponse(responseCode = "409", description = "The transcript is under legal hold")
    public Uni<Erasures.Erased> erase(@Nullable ErasureRequest request) {
        if (request == null) {
            throw new BadRequest("The body says what is to be erased: one of transcriptId, requestId, tag and extra.");
        }
        var selection = request.selection();
        var kind = selection.kind();
        return request.dryRun()
                ? erasures.count(selection)
                : audit.record("erasure-asked-for", kind)
                        .chain(() -> erasures.erase(selection))
                        .call(erased -> audit.record("erasure-began", "%s: %d".formatted(kind, erased.matched())));
    }

    @GET
    @Path("/ledger")
    @Operation(operationId = "listErasures", summary = "List what was erased, by hash",
            description = "The ledger that a restore needs. Keep a copy of it outside of the database.")
    @APIResponseSchema(value = Erasures.Entry[].class, responseDescription = "A page of the ledger")
    @APIResponse(responseCode = "400", description = "The limit is not from 1 to 10000, or after is no hash")
    public Uni<List<Erasures.Entry>> ledger(
            @Parameter(
                    description = "the last hash of the previous page") @QueryParam("after") @DefaultValue("") String after,
            @Parameter(description = "from 1 to 10000") @QueryParam("limit") @DefaultValue("1000") int limit) {
        BadRequest.unlessLimit(limit, MAX_LIMIT);
        try {
            return erasures.ledger(HexFormat.of().parseHex(after), limit);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("after is \"%s\"; it must be a hash of the previous page.".formatted(after));
        }
    }
}
