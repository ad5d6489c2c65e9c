package dev.rolecall.webhook.operations.export;

import java.io.InputStream;
import java.util.Map;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.operations.selection.TranscriptSelection;
import dev.rolecall.webhook.problem.BadRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Hands out all that is held about transcripts.
@Path("/operations/export")
@Tag(name = "Operations")
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class ExportResource {
    private static final String ZIP = "application/zip";

    private final Export export;
    private final Audit audit;

    ExportResource(Export export, Audit audit) {
        this.export = export;
        this.audit = audit;
    }

    /// Of what: exactly one of these. In the body, because an address is written into logs.
    ///
    /// @param requestId Deepgram's
    /// @param extra all transcripts that have this key with this value in `extra` now; exactly one
    @Schema(name = "ExportRequest")
    record ExportRequest(@Nullable UUID transcriptId, @Nullable String requestId, @Nullable String tag,
            @Nullable Map<String, String> extra) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "export", summary = "Get all that is held about transcripts, as a ZIP archive",
            description = "Of each transcript a folder with its rows as JSON, and its bodies as Deepgram sent them, except for the callback's secret. It has texts and names.")
    @APIResponse(responseCode = "200", description = "The archive",
            content = @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "400", description = "It does not say of what, or in two ways")
    @APIResponse(responseCode = "404", description = "There is no such transcript")
    public Uni<RestResponse<InputStream>> export(@Nullable ExportRequest request) {
        if (request == null) {
            throw new BadRequest("The body says of what: one of transcriptId, requestId, tag and extra.");
        }
        var selection = new TranscriptSelection(request.transcriptId(), request.requestId(), request.tag(),
                request.extra());
        return export.ids(selection)
                .call(ids -> audit.record("exported", "%s: %d".formatted(selection.kind(), ids.size())))
                // the thread that writes the archive
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(ids -> archive(export.archive(ids, selection.requestId())));
    }

    private static RestResponse<InputStream> archive(InputStream archive) {
        return RestResponse.ResponseBuilder.ok(archive, ZIP)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"rolecall-export.zip\"")
                .build();
    }
}
