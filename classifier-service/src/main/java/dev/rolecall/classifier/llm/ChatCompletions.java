package dev.rolecall.classifier.llm;

import java.time.Clock;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// OpenAI's chat completions, which Azure (`/openai/v1`), vLLM, Ollama and llama.cpp implement too.
@RegisterRestClient(configKey = "openai")
interface ChatCompletions {

    /// @param clientRequestId chosen by this service, so that a call can be found in both logs
    @POST
    @Path("/chat/completions")
    Uni<ChatCompletion> create(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String bearer,
            @HeaderParam("api-key") @Nullable String apiKey,
            @HeaderParam("X-Client-Request-Id") String clientRequestId, ChatRequest request);

    @ClientExceptionMapper
    static LlmException from(Response response) {
        return new LlmException(ClassifyError.of(response.getStatus(), response.readEntity(String.class),
                response.getHeaders(), Clock.systemUTC().instant()));
    }
}
