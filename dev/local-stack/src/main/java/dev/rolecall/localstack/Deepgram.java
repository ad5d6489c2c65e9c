package dev.rolecall.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Sends callbacks as Deepgram does, and follows their transcripts through the API.
final class Deepgram {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stack stack;
    private final String apiKey;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    Deepgram(Stack stack) {
        this.stack = stack;
        apiKey = stack.apiKey();
    }

    /// How a callback ended.
    ///
    /// @param receipt the response to the callback
    /// @param transcript as the API returns it; missing if the body is in quarantine
    /// @param result as the API returns it; missing if there is none
    record End(JsonNode receipt, JsonNode transcript, JsonNode result) {
        boolean isLabelled() {
            return result.path("labelled").asBoolean();
        }
    }

    /// @return empty if the job has not ended after three minutes
    Optional<End> deliver(byte[] body) {
        var receipt = send(body);
        var id = receipt.path("transcriptId").asText("");
        if (id.isEmpty()) {
            return Optional.of(new End(receipt, JSON.missingNode(), JSON.missingNode()));
        }
        if (!Waiting.until(TIMEOUT, () -> hasEnded(transcript(id)))) {
            return Optional.empty();
        }
        var transcript = transcript(id);
        var result = transcript.has("resultId")
                ? get(stack.webhookUrl("/transcripts/" + id + "/processed"))
                : JSON.missingNode();
        return Optional.of(new End(receipt, transcript, result));
    }

    private JsonNode send(byte[] body) {
        var credentials = Stack.CALLBACK_USER + ":" + Stack.CALLBACK_PASSWORD;
        return exchange(HttpRequest.newBuilder(stack.webhookUrl("/callback"))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private JsonNode transcript(String id) {
        return get(stack.webhookUrl("/transcripts/" + id));
    }

    private static boolean hasEnded(JsonNode transcript) {
        return switch (transcript.path("processingStatus").asText()) {
            case "completed", "failed" -> true;
            default -> transcript.path("status").asText().equals("failed");
        };
    }

    private JsonNode get(URI uri) {
        return exchange(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + apiKey).build());
    }

    private JsonNode exchange(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("%s %s returned %d: %s".formatted(request.method(),
                        request.uri(), response.statusCode(), new String(response.body(), UTF_8)));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
