package dev.rolecall.webhook.transcripts;

import java.io.InputStream;
import java.util.UUID;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.webhook.body.StoredBody;
import dev.rolecall.webhook.problem.NotFound;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/// The read API for transcripts.
@Path("/transcripts")
@Produces(MediaType.APPLICATION_JSON)
class TranscriptResource {
    private final Transcripts transcripts;
    private final RawTranscripts raw;
    private final ProcessedTranscripts processed;

    TranscriptResource(Transcripts transcripts, RawTranscripts raw, ProcessedTranscripts processed) {
        this.transcripts = transcripts;
        this.raw = raw;
        this.processed = processed;
    }

    @GET
    @Operation(summary = "List transcripts, newest first")
    @Parameter(name = "status", in = ParameterIn.QUERY,
            description = "state of Deepgram's work: pending, processing, completed or failed")
    @Parameter(name = "processingStatus", in = ParameterIn.QUERY,
            description = "state of the classification, with the same values")
    @Parameter(name = "requestId", in = ParameterIn.QUERY, description = "Deepgram's request id")
    @Parameter(name = "tag", in = ParameterIn.QUERY, description = "one of the tags that Deepgram was given")
    @Parameter(name = "before", in = ParameterIn.QUERY, description = "value of next on the previous page")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "from 1 to 500; the default is 50")
    @APIResponse(responseCode = "200", description = "A page of transcripts")
    @APIResponse(responseCode = "400", description = "A filter or its value is not known")
    public Uni<Transcripts.Page> list(@Context UriInfo uri) {
        return transcripts.list(TranscriptQuery.of(uri.getQueryParameters()));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get one transcript with both statuses")
    @APIResponse(responseCode = "404", description = "There is no transcript with this id")
    public Uni<Transcript> one(@PathParam("id") String id) {
        return transcripts.one(idOf(id));
    }

    @GET
    @Path("/{id}/raw")
    @Operation(summary = "Get the body exactly as Deepgram sent it")
    @APIResponse(responseCode = "404", description = "There is no body yet")
    public Uni<RestResponse<InputStream>> raw(@PathParam("id") String id) {
        return transcripts.one(idOf(id))
                .chain(raw::current)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(content -> StoredBody.masked(content.body(), content.size()));
    }

    @GET
    @Path("/{id}/processed")
    @Operation(summary = "Get the turns and who said them")
    @APIResponse(responseCode = "404", description = "The transcript is not classified yet")
    public Uni<ObjectNode> processed(@PathParam("id") String id) {
        return transcripts.one(idOf(id)).chain(processed::current);
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no transcript \"" + text + "\": an id is a UUID.");
        }
    }
}
