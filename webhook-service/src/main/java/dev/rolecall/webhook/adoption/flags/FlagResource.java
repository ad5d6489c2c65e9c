package dev.rolecall.webhook.adoption.flags;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.rolecall.contract.Way;
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
import org.jspecify.annotations.Nullable;

/// Shows and changes flags.
@Path("/flags")
@Tag(name = "Flags")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.OPERATOR)
@SecurityRequirement(name = "apiKey")
@APIResponse(responseCode = "403", description = "The key is not an operator's")
class FlagResource {
    private static final BigDecimal ALL = new BigDecimal(100);
    private static final int MAX_SCALE = 2;

    private final FlagRules rules;
    private final Ways ways;
    private final Audit audit;

    FlagResource(FlagRules rules, Ways ways, Audit audit) {
        this.rules = rules;
        this.ways = ways;
        this.audit = audit;
    }

    /// A rule to set.
    ///
    /// @param value a way: `queue`, `inline`, `shadow` or `off`
    /// @param percent of the transcripts, with up to two decimals; 100 if it is missing, and 0 removes the rule
    /// @param tag the rule is for transcripts with this tag; without it, for all
    record WantedRule(@Nullable String value, @Nullable BigDecimal percent, @Nullable String tag) {}

    @GET
    @Operation(operationId = "listFlags", summary = "List the rules of all flags",
            description = "Of the rules that fit a transcript, one for a tag comes before the one for all. Where none fits, the way is queue.")
    @APIResponseSchema(value = FlagRule[].class, responseDescription = "The rules")
    public Uni<List<FlagRule>> list() {
        return rules.all();
    }

    @PUT
    @Path("/{flag}")
    @Operation(operationId = "setFlag", summary = "Set the rule of a flag for a tag, or for all transcripts",
            description = "Every pod follows within two seconds. A transcript keeps the way it had when its body was stored.")
    @APIResponseSchema(value = FlagRule[].class, responseDescription = "The rules of all flags")
    @APIResponse(responseCode = "400", description = "value or percent is wrong")
    @APIResponse(responseCode = "404", description = "There is no such flag")
    public Uni<List<FlagRule>> set(@PathParam("flag") String flag, @Nullable WantedRule wanted) {
        if (!Ways.FLAG.equals(flag)) {
            throw new NotFound("There is no flag \"%s\". The only one is %s.".formatted(flag, Ways.FLAG));
        }
        var value = Optional.ofNullable(wanted).map(WantedRule::value).orElse("");
        if (wanted == null || !ways.possible().contains(value)) {
            throw new BadRequest("value is \"%s\"; it must be %s%s.".formatted(value,
                    String.join(" or ", ways.possible()), Way.INLINE.text().equals(value)
                            ? ": inline needs rolecall.inline.secret in both services"
                            : ""));
        }
        var percent = percent(wanted.percent());
        var tag = Optional.ofNullable(wanted.tag()).orElse("");
        return rules.set(flag, tag, percent, value)
                .call(() -> audit.record("flag-set", described(flag, value, percent, tag)))
                .chain(rules::all);
    }

    private static BigDecimal percent(@Nullable BigDecimal wanted) {
        var percent = wanted == null ? ALL : wanted;
        if (percent.signum() < 0 || percent.compareTo(ALL) > 0 || percent.stripTrailingZeros().scale() > MAX_SCALE) {
            throw new BadRequest("percent is %s; it must be from 0 to 100, with at most two decimals."
                    .formatted(percent.toPlainString()));
        }
        return percent;
    }

    private static String described(String flag, String value, BigDecimal percent, String tag) {
        return "%s=%s %s%% of %s".formatted(flag, value, percent.stripTrailingZeros().toPlainString(),
                tag.isEmpty() ? "all" : "tag " + tag);
    }
}
