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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.localstack.Stack;

/// The stack over HTTP: callbacks as Deepgram sends them, and the read API.
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

    /// @param callbacks where callbacks are sent, for example a proxy in front of the pods
    public Api(Stack stack, URI callbacks) {
        this.stack = stack;
        this.callbacks = callbacks;
    }

    /// Completes with the status of the answer, or exceptionally if there is none. Deepgram's timeout is 10 s.
    public CompletableFuture<HttpResponse<String>> callback(byte[] body) {
        var request = HttpRequest.newBuilder(callbacks.resolve("/callback"))
                .header("Authorization", AUTHORIZATION)
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    /// Sends callbacks with new request ids, all at once.
    ///
    /// @return the ids of their transcripts
    public List<String> store(CallbackBodies bodies, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> callback(bodies.withRequestId(UUID.randomUUID())))
                .toList()
                .stream()
                .map(answer -> transcriptIdIn(answer.join()))
                .toList();
    }

    private static String transcriptIdIn(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("a callback was answered with " + answer.statusCode());
        }
        try {
            return JSON.readTree(answer.body()).path("transcriptId").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }

    public JsonNode transcript(String id) {
        return read(stack.webhookUrl("/transcripts/" + id));
    }

    public JsonNode processed(String id) {
        return read(stack.webhookUrl("/transcripts/" + id + "/processed"));
    }

    /// Controls the fake LLM; see its `/control`.
    public void fakeLlm(String control) {
        send(HttpRequest.newBuilder(stack.fakeLlmUrl("/control")).PUT(BodyPublishers.ofString(control)).build());
    }

    /// The calls of the fake LLM; see its `/calls`.
    public JsonNode calls() {
        return get(stack.fakeLlmUrl("/calls"));
    }

    public void forgetCalls() {
        send(HttpRequest.newBuilder(stack.fakeLlmUrl("/calls")).DELETE().build());
    }

    /// A route of the read API, with the key of the stack.
    public JsonNode read(URI uri) {
        return send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + stack.apiKey())
                .build());
    }

    /// An act of an operator, with the key of the stack.
    public JsonNode act(URI uri) {
        return send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + stack.apiKey())
                .POST(BodyPublishers.noBody())
                .build());
    }

    /// The same, with a body in JSON.
    public JsonNode act(URI uri, String body) {
        return send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + stack.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /// Sets a rule of the flag `way`, in JSON. Pods follow within two seconds.
    public void way(String rule) {
        send(HttpRequest.newBuilder(stack.webhookUrl("/flags/way"))
                .header("Authorization", "Bearer " + stack.apiKey())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(rule))
                .build());
    }

    /// What needs no key: health, and the fake LLM.
    public JsonNode get(URI uri) {
        return send(HttpRequest.newBuilder(uri).build());
    }

    private JsonNode send(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("%s %s returned %d: %s".formatted(request.method(),
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
