package dev.rolecall.webhook.adoption.comparison;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.problem.BadRequest;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The result of before and the shadow's, side by side.
@Path("/adoption/comparisons")
@Tag(name = "Adoption")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class ComparisonResource {
    private static final int MAX_LIMIT = 500;

    private final Comparisons comparisons;

    ComparisonResource(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    /// A page, newest first.
    ///
    /// @param next value of `before` for the next page; null on the last page
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ComparisonPage", requiredProperties = "comparisons")
    record Page(List<Comparison> comparisons, @Nullable UUID next) {
        private static Page of(List<Comparison> comparisons, int limit) {
            return new Page(comparisons,
                    comparisons.size() < limit ? null : comparisons.getLast().transcriptId());
        }
    }

    @GET
    @Operation(operationId = "listComparisons",
            summary = "Compare the labels of before with those that were made beside them, newest first")
    @APIResponseSchema(value = Page.class, responseDescription = "A page of transcripts that have both")
    @APIResponse(responseCode = "400", description = "A parameter is wrong")
    public Uni<Page> list(
            @Parameter(
                    description = "only transcripts with this tag; without it, all") @QueryParam("tag") @Nullable String tag,
            @Parameter(description = "only this transcript",
                    schema = @Schema(
                            implementation = UUID.class)) @QueryParam("transcriptId") @Nullable String transcriptId,
            @Parameter(description = "value of next on the previous page",
                    schema = @Schema(implementation = UUID.class)) @QueryParam("before") @Nullable String before,
            @Parameter(description = "from 1 to 500") @QueryParam("limit") @DefaultValue("100") int limit) {
        BadRequest.unlessLimit(limit, MAX_LIMIT);
        return comparisons.page(tag, id("transcriptId", transcriptId), id("before", before), limit)
                .map(found -> Page.of(found, limit));
    }

    private static @Nullable UUID id(String name, @Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("%s is \"%s\"; it must be the id of a transcript.".formatted(name, text));
        }
    }
}
