package dev.rolecall.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.localstack.Stack;

/// The stack over HTTP: callbacks as Deepgram sends them, and the endpoints that are read.
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// The header that webhook-service accepts here.
    public static final String AUTHORIZATION = "Basic " + Base64.getEncoder()
            .encodeToString((Stack.CALLBACK_USER + ":" + Stack.CALLBACK_PASSWORD).getBytes(UTF_8));

    private final Stack stack;
    private final URI callbacks;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    public Api(Stack stack) {
        this(stack, stack.webhookUrl(""));
    }

    /// @param callbacks where they are sent to: something before the stack's pods
    public Api(Stack stack, URI callbacks) {
        this.stack = stack;
        this.callbacks = callbacks;
    }

    /// Completes with the answer's status, or exceptionally if there was none. Deepgram's own timeout is 10 s.
    public CompletableFuture<HttpResponse<String>> callback(byte[] body) {
        var request = HttpRequest.newBuilder(callbacks.resolve("/callback"))
                .header("Authorization", AUTHORIZATION)
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    public JsonNode transcript(String id) {
        return get(stack.webhookUrl("/transcripts/" + id));
    }

    public JsonNode processed(String id) {
        return get(stack.webhookUrl("/transcripts/" + id + "/processed"));
    }

    /// How the stand-in is to behave; see its `/control`.
    public void standIn(String control) {
        send(HttpRequest.newBuilder(stack.standInUrl("/control")).PUT(BodyPublishers.ofString(control)).build());
    }

    /// What the stand-in was asked; see its `/calls`.
    public JsonNode calls() {
        return get(stack.standInUrl("/calls"));
    }

    public void forgetCalls() {
        send(HttpRequest.newBuilder(stack.standInUrl("/calls")).DELETE().build());
    }

    public JsonNode get(URI uri) {
        return send(HttpRequest.newBuilder(uri).build());
    }

    private JsonNode send(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("%s %s was answered with %d: %s".formatted(request.method(),
                        request.uri(), response.statusCode(), response.body()));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + " gave no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
