package dev.rolecall.webhook.quarantine;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.body.StoredBody;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Bodies that belong to no transcript, for an operator to examine.
@Path("/quarantine")
@Tag(name = "Quarantine")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class QuarantineResource {
    private final Quarantine quarantine;
    private final Audit audit;

    QuarantineResource(Quarantine quarantine, Audit audit) {
        this.quarantine = quarantine;
        this.audit = audit;
    }

    /// @param sha256 of the body, in hex
    /// @param size in bytes
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "QuarantinedBody")
    record View(String sha256, @Nullable String requestId, String reason, long size, Instant receivedAt) {
        static View of(QuarantinedBody.Summary body) {
            return new View(body.hash(), body.requestId(), body.reason(), body.size(), body.receivedAt());
        }
    }

    @GET
    @Operation(operationId = "listQuarantine", summary = "List the latest 500 quarantined bodies")
    @APIResponseSchema(value = View[].class, responseDescription = "The bodies, without their text")
    public Uni<List<View>> list() {
        return quarantine.latest().map(bodies -> bodies.stream().map(View::of).toList());
    }

    @GET
    @Path("/{sha256}/raw")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(operationId = "getRawQuarantinedBody", summary = "Get a body exactly as received")
    @APIResponse(responseCode = "200", description = "The body, except for the callback's secret",
            content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM,
                    schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "There is no body with this hash in quarantine")
    public Uni<RestResponse<InputStream>> raw(@PathParam("sha256") String sha256) {
        return quarantine.get(Sha256.parse(sha256))
                .call(() -> audit.recordRead("quarantined-body-read", sha256))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(content -> StoredBody.masked(content.body(), content.size()));
    }
}
