package dev.rolecall.classifier.llm.chat;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// OpenAI's chat completions, which most providers and servers of open models implement too. The response is returned
/// whatever its status is.
@RegisterRestClient(configKey = "openai")
public interface ChatCompletions {

    /// @param clientRequestId chosen by this service, so that a call can be found in both logs
    /// @param request see [ChatRequest]
    @POST
    @Path("/chat/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.WILDCARD)
    Uni<Response> create(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String bearer,
            @HeaderParam("api-key") @Nullable String apiKey,
            @HeaderParam("X-Client-Request-Id") String clientRequestId, String request);
}
