package dev.rolecall.webhook.operations.restore;

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

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.problem.BadRequest;
import dev.rolecall.webhook.problem.Conflict;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Tells whether the database may be served, and brings one up to date that was restored.
@Path("/operations/restore")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class RestoreResource {
    private static final int MAX_HASHES = 10_000;
    private static final int SHA256_BYTES = 32;

    private final DatabaseIdentity identity;
    private final Audit audit;

    RestoreResource(DatabaseIdentity identity, Audit audit) {
        this.identity = identity;
        this.audit = audit;
    }

    /// Whether the database is served and consumed.
    ///
    /// @param confirmed false while it may be older than what was erased and answered since
    /// @param mark how far it has come
    /// @param reason why it is not confirmed, and cannot be without an operator
    @Schema(name = "RestoreState", requiredProperties = {"confirmed", "mark"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RestoreState(boolean confirmed, long mark, @Nullable String reason) {}

    @GET
    @Operation(operationId = "restoreState", summary = "Tell whether the database was restored and is not up to date")
    @APIResponseSchema(value = RestoreState.class, responseDescription = "Whether it is served")
    public Uni<RestoreState> state() {
        return identity.state().map(state -> new RestoreState(state.isConfirmed(), state.mark(), state.reason()));
    }

    /// A part of the ledger of erasures.
    ///
    /// @param hashes in hex, at most 10,000
    @Schema(name = "LedgerPart", requiredProperties = "hashes")
    record LedgerPart(@Nullable List<String> hashes) {}

    /// @param added number of hashes that were not known
    @Schema(name = "LedgerAdded", requiredProperties = "added")
    record LedgerAdded(int added) {}

    @POST
    @Path("/ledger")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "addToLedger", summary = "Add erasures from a copy of the ledger",
            description = "From now on, callbacks of these requests are stored nowhere. What is stored of them is erased by POST /operations/restore.")
    @APIResponseSchema(value = LedgerAdded.class, responseDescription = "How many were not known")
    @APIResponse(responseCode = "400", description = "There are more than 10000, or one is no SHA-256 in hex")
    public Uni<LedgerAdded> add(@Nullable LedgerPart part) {
        var hashes = hashes(part);
        return identity.addToLedger(hashes)
                .call(added -> audit.record("ledger-added", "%d of %d".formatted(added, hashes.size())))
                .map(LedgerAdded::new);
    }

    private static List<byte[]> hashes(@Nullable LedgerPart part) {
        if (part == null || part.hashes() == null || part.hashes().size() > MAX_HASHES) {
            throw new BadRequest("The body needs hashes: at most %d of the ledger.".formatted(MAX_HASHES));
        }
        return part.hashes().stream().map(RestoreResource::hash).toList();
    }

    private static byte[] hash(String hex) {
        if (hex.length() == 2 * SHA256_BYTES && hex.chars().allMatch(HexFormat::isHexDigit)) {
            return HexFormat.of().parseHex(hex);
        }
        throw new BadRequest("\"%s\" is not a hash of the ledger: it must be 64 hexadecimal digits.".formatted(hex));
    }

    @POST
    @Operation(operationId = "afterRestore", summary = "Bring a restored database up to date",
            description = "Erases again what the ledger names, cancels retentions that were asked for, raises the claims of unfinished jobs, and then serves and consumes again. One pod looks at all transcripts, which takes seconds for each million; GET tells when it is done. Meanwhile nothing is labelled or read, and answers of the LLM that are on their way are asked for again.")
    @APIResponse(responseCode = "204", description = "It has begun")
    @APIResponse(responseCode = "409", description = "The database is confirmed, and force is not true")
    public Uni<Void> afterRestore(
            @Parameter(
                    description = "true to do it to a confirmed database, for example one whose files were copied in place") @QueryParam("force") @DefaultValue("false") boolean force) {
        return audit.record("after-restore", "all").chain(() -> identity.ask(force)).invoke(isAsked -> {
            if (!isAsked) {
                throw new Conflict(
                        "The database is confirmed: it was not restored, or is up to date. Add force=true if you know better.");
            }
        }).replaceWithVoid();
    }
}
