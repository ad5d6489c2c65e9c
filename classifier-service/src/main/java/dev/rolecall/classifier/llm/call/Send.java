package dev.rolecall.classifier.llm.call;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

import dev.rolecall.classifier.llm.chat.ChatCompletions;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// Sends one request, and returns the response whatever its status is. See [ChatCompletions].
public interface Send {
    Uni<Received> send(@Nullable String bearer, @Nullable String apiKey, String clientRequestId, String request);

    static Send by(ChatCompletions completions) {
        return (bearer, apiKey, clientRequestId, request) -> completions
                .create(bearer, apiKey, clientRequestId, request)
                .map(Received::of);
    }

    /// A response.
    record Received(int status, @Nullable String body, MultivaluedMap<String, String> headers) {
        private static Received of(Response response) {
            return new Received(response.getStatus(), response.readEntity(String.class), response.getStringHeaders());
        }
    }
}
