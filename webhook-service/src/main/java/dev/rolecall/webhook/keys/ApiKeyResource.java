package dev.rolecall.webhook.keys;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.problem.BadRequest;
import dev.rolecall.webhook.problem.NotFound;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// Makes and revokes API keys.
@Path("/keys")
@Tag(name = "Keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class ApiKeyResource {
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    private final ApiKeys keys;
    private final Audit audit;

    ApiKeyResource(ApiKeys keys, Audit audit) {
        this.keys = keys;
        this.audit = audit;
    }

    /// A key to make.
    ///
    /// @param name whose key it is
    /// @param role `reader`, the default, or `operator`
    /// @param tags the key sees only transcripts with one of these tags; without them, all. Only for readers
    record WantedKey(@Nullable String name, @Nullable String role, @Nullable List<String> tags) {}

    @GET
    @Operation(operationId = "listKeys", summary = "List all API keys, newest first, revoked ones too")
    @APIResponseSchema(value = ApiKey[].class, responseDescription = "The keys, without the keys themselves")
    public Uni<List<ApiKey>> list() {
        return keys.all();
    }

    @POST
    @ResponseStatus(CREATED)
    @Operation(operationId = "addKey", summary = "Make an API key")
    @APIResponseSchema(value = ApiKeys.NewKey.class, responseCode = "201",
            responseDescription = "The new key, which is shown this once")
    @APIResponse(responseCode = "400", description = "The name is missing, or role or tags are wrong")
    public Uni<ApiKeys.NewKey> add(@Nullable WantedKey wanted) {
        var name = Optional.ofNullable(wanted).map(WantedKey::name).map(String::strip).orElse("");
        if (wanted == null || name.isEmpty()) {
            throw new BadRequest("name is missing: say whose key it is.");
        }
        var role = Optional.ofNullable(wanted.role()).orElse(Role.READER);
        var tags = Optional.ofNullable(wanted.tags()).orElse(List.of());
        if (!List.of(Role.READER, Role.OPERATOR).contains(role)) {
            throw new BadRequest("role is \"%s\"; it must be reader or operator.".formatted(role));
        }
        if (!tags.isEmpty() && Role.OPERATOR.equals(role)) {
            throw new BadRequest("A key with tags must be a reader's: an operator sees everything.");
        }
        return keys.add(name, role, tags).call(added -> audit.record("key-added", added.id().toString()));
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(NO_CONTENT)
    @Operation(operationId = "revokeKey", summary = "Revoke an API key",
            description = "Every pod refuses it from then on.")
    @APIResponse(responseCode = "204", description = "The key is revoked")
    @APIResponse(responseCode = "404", description = "There is no key with this id")
    public Uni<Void> revoke(@PathParam("id") String id) {
        return keys.revoke(idOf(id)).call(() -> audit.record("key-revoked", id));
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no API key \"" + text + "\": an id is a UUID.");
        }
    }
}
