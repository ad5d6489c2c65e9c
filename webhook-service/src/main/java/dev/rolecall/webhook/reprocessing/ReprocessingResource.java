package dev.rolecall.webhook.reprocessing;

import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.webhook.ingestion.CallbackOutcome;
import dev.rolecall.webhook.problem.BadRequest;
import dev.rolecall.webhook.problem.NotFound;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// What an operator does about a body that was set aside.
@Path("/set-aside/{sha256}/take-in")
@Produces(MediaType.APPLICATION_JSON)
class ReprocessingResource {
    private final ReprocessBody takeIn;

    ReprocessingResource(ReprocessBody takeIn) {
        this.takeIn = takeIn;
    }

    @POST
    @Operation(summary = "Take a body in that was set aside", description = "It becomes a transcript, or the named transcript's body as a new job, and is set aside no longer.")
    @APIResponse(responseCode = "200", description = "It was taken in")
    @APIResponse(responseCode = "404", description = "There is no such body, or no such transcript")
    @APIResponse(responseCode = "409", description = "It does not belong there; the detail says why")
    public Uni<Map<String, String>> takeIn(@PathParam("sha256") String sha256,
            @Parameter(description = "whose body it is; without it, a transcript of its own is made") @QueryParam("transcriptId") @Nullable String transcriptId) {
        return takeIn.takeIn(hashOf(sha256), idOf(transcriptId)).map(CallbackOutcome::asAnswer);
    }

    private static byte[] hashOf(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new NotFound("\"" + hex + "\" is no hash: bodies are kept under their SHA-256 in hex.");
        }
    }

    private static @Nullable UUID idOf(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("transcriptId is \"" + text + "\"; it takes the id of a transcript.");
        }
    }
}
