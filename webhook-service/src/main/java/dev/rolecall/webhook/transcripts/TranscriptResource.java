package dev.rolecall.webhook.transcripts;

import java.util.UUID;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import dev.rolecall.webhook.problem.NotFound;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/// Transcripts, for whoever reads them.
@Path("/transcripts")
@Produces(MediaType.APPLICATION_JSON)
class TranscriptResource {
    private final Transcripts transcripts;
    private final Bodies bodies;

    TranscriptResource(Transcripts transcripts, Bodies bodies) {
        this.transcripts = transcripts;
        this.bodies = bodies;
    }

    @GET
    @Operation(summary = "List transcripts, newest first")
    @Parameter(name = "status", in = ParameterIn.QUERY, description = "Deepgram's: pending, processing, completed or failed")
    @Parameter(name = "processingStatus", in = ParameterIn.QUERY, description = "the model's, of the same four")
    @Parameter(name = "requestId", in = ParameterIn.QUERY, description = "Deepgram's")
    @Parameter(name = "tag", in = ParameterIn.QUERY, description = "one of the tags that Deepgram was given")
    @Parameter(name = "before", in = ParameterIn.QUERY, description = "the next of the page before")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "from 1 to 500; 50 if not given")
    @APIResponse(responseCode = "200", description = "A page of transcripts")
    @APIResponse(responseCode = "400", description = "A filter or a value that is not known")
    public Uni<TranscriptPage> list(@Context UriInfo uri) {
        var query = TranscriptQuery.of(uri.getQueryParameters());
        return transcripts.list(query)
                .map(found -> TranscriptPage.of(found, query.limit()));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One transcript, with both statuses")
    @APIResponse(responseCode = "404", description = "There is none with this id")
    public Uni<Transcript> one(@PathParam("id") String id) {
        return transcripts.one(idOf(id));
    }

    @GET
    @Path("/{id}/raw")
    @Operation(summary = "The body exactly as Deepgram sent it")
    @APIResponse(responseCode = "404", description = "There is none yet")
    public Uni<byte[]> raw(@PathParam("id") String id) {
        return transcripts.one(idOf(id)).chain(bodies::raw);
    }

    @GET
    @Path("/{id}/processed")
    @Operation(summary = "The turns, and who said them")
    @APIResponse(responseCode = "404", description = "It is not classified yet")
    public Uni<String> processed(@PathParam("id") String id) {
        return transcripts.one(idOf(id)).chain(bodies::processed);
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no transcript \"" + text + "\": ids are UUIDs.");
        }
    }
}
