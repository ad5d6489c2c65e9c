package dev.rolecall.classifier.inline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;

import dev.rolecall.classifier.settlement.Settled;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.inline.InlineConfig;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Where webhook-service asks. `200` and the outcome: the job is settled, and its event is not needed. `503`: it is.
@Path("/classifications")
public class InlineResource {
    private final ClassifyNow classify;
    private final InlineConfig config;

    InlineResource(ClassifyNow classify, InlineConfig config) {
        this.classify = classify;
        this.config = config;
    }

    /// @param waitMillis how long the caller waits
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<String>> classify(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @QueryParam("waitMillis") long waitMillis, @Nullable TranscriptReady event) {
        var secret = config.secret();
        if (secret.isEmpty()) {
            return answer(Status.NOT_FOUND, "rolecall.inline.secret is not set");
        }
        if (!isRight(authorization, secret.get())) {
            return answer(Status.UNAUTHORIZED, "the secret is not that of rolecall.inline.secret");
        }
        return event == null
                ? answer(Status.BAD_REQUEST, "there is no event")
                : classify.classify(event, Duration.ofMillis(waitMillis)).map(InlineResource::answer);
    }

    private static RestResponse<String> answer(Optional<Settled> settled) {
        return settled.map(it -> RestResponse.ok(it.outcome()))
                .orElseGet(() -> RestResponse.status(Status.SERVICE_UNAVAILABLE, "publish the event"));
    }

    private static Uni<RestResponse<String>> answer(Status status, String why) {
        return Uni.createFrom().item(RestResponse.status(status, why));
    }

    private static boolean isRight(@Nullable String authorization, String secret) {
        return authorization != null
                && MessageDigest.isEqual(authorization.getBytes(UTF_8), ("Bearer " + secret).getBytes(UTF_8));
    }
}
