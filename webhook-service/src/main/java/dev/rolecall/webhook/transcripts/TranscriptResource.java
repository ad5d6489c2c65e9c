package dev.rolecall.webhook.transcripts;

import java.io.InputStream;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.webhook.audit.Audit;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.authentication.Scope;
import dev.rolecall.webhook.body.StoredBody;
import dev.rolecall.webhook.description.ProcessedDocument;
import dev.rolecall.webhook.problem.NotFound;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The read API for transcripts.
@Path("/transcripts")
@Tag(name = "Transcripts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.READER)
@SecurityRequirement(name = "apiKey")
class TranscriptResource {
    private static final String LEGACY_VIEW = "legacy: status is the single status from before there were two; deprecated, see docs/adopting.md";

    private final Transcripts transcripts;
    private final RawTranscripts raw;
    private final ProcessedTranscripts processed;
    private final Scope scope;
    private final Audit audit;

    TranscriptResource(Transcripts transcripts, RawTranscripts raw, ProcessedTranscripts processed,
            Scope scope, Audit audit) {
        this.transcripts = transcripts;
        this.raw = raw;
        this.processed = processed;
        this.scope = scope;
        this.audit = audit;
    }

    @GET
    @Operation(operationId = "listTranscripts", summary = "List transcripts, newest first")
    @Parameter(name = "status", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class),
            description = "state of Deepgram's work: pending, processing, completed or failed")
    @Parameter(name = "processingStatus", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class),
            description = "state of the classification, with the same values")
    @Parameter(name = "requestId", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class),
            description = "Deepgram's request id")
    @Parameter(name = "legacyId", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class),
            description = "the id that the transcript had in the table that it was adopted from")
    @Parameter(name = "tag", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class),
            description = "one of the tags that Deepgram was given")
    @Parameter(name = "before", in = ParameterIn.QUERY, schema = @Schema(implementation = UUID.class),
            description = "value of next on the previous page")
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(implementation = Integer.class),
            description = "from 1 to 500; the default is 50")
    @Parameter(name = "view", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class),
            description = LEGACY_VIEW)
    @APIResponseSchema(value = Transcripts.Page.class, responseDescription = "A page of transcripts")
    @APIResponse(responseCode = "400", description = "A filter or its value is not known")
    public Uni<Transcripts.Page> list(@Context UriInfo uri) {
        return transcripts.list(TranscriptQuery.of(uri.getQueryParameters(), scope.tags()));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getTranscript", summary = "Get one transcript with both statuses")
    @APIResponseSchema(value = Transcript.class, responseDescription = "The transcript")
    @APIResponse(responseCode = "404", description = "There is no transcript with this id")
    @APIResponse(responseCode = "400", description = "view is not legacy")
    public Uni<Transcript> one(@PathParam("id") String id,
            @Parameter(description = LEGACY_VIEW) @QueryParam("view") @Nullable String view) {
        var shown = TranscriptQuery.View.of(view);
        return visible(id).map(shown::shown);
    }

    @GET
    @Path("/{id}/raw")
    @Operation(operationId = "getRawTranscript", summary = "Get the body exactly as Deepgram sent it")
    @APIResponse(responseCode = "200", description = "Deepgram's body, except for the callback's secret",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "404", description = "There is no body yet")
    public Uni<RestResponse<InputStream>> raw(@PathParam("id") String id) {
        return visible(id)
                .invoke(Transcript::refuseIfDropped)
                .call(() -> audit.recordRead("body-read", id))
                .chain(raw::current)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(content -> StoredBody.masked(content.body(), content.size()));
    }

    @GET
    @Path("/{id}/processed")
    @Operation(operationId = "getProcessedTranscript", summary = "Get the turns and who said them")
    @APIResponseSchema(value = ProcessedDocument.class, responseDescription = "The current result")
    @APIResponse(responseCode = "404", description = "The transcript is not classified yet")
    public Uni<ObjectNode> processed(@PathParam("id") String id) {
        return visible(id).invoke(Transcript::refuseIfDropped)
                .call(() -> audit.recordRead("result-read", id))
                .chain(processed::current);
    }

    /// A transcript that the caller may not see does not exist for it.
    private Uni<Transcript> visible(String id) {
        return transcripts.one(idOf(id)).invoke(found -> {
            if (!scope.includes(found.tags)) {
                throw NotFound.transcript(id);
            }
        });
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no transcript \"" + text + "\": an id is a UUID.");
        }
    }
}
