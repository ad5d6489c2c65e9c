package dev.rolecall.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The API, and the options that say where it is and whose key is used: the one way to it for all commands.
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 300;
    /// Where `./rolecall up` keeps its key.
    private static final Path LOCAL_KEY = Path.of(Objects.requireNonNullElse(System.getenv("ROLECALL_HOME"), ""))
            .resolve(".rolecall/up-7100/api-key");

    @Option(names = "--url", paramLabel = "URL", defaultValue = "${env:ROLECALL_URL:-http://127.0.0.1:7100}",
            description = "Where webhook-service serves the API: ${DEFAULT-VALUE}, or ROLECALL_URL.")
    private URI url = URI.create("");

    @Option(names = "--key", paramLabel = "KEY", defaultValue = "${env:ROLECALL_API_KEY}",
            description = "The API key; better in ROLECALL_API_KEY, where no list of processes shows it. Without it, the one of ./rolecall up.")
    private @Nullable String key;

    public JsonNode get(String path) {
        return send(request(path).GET());
    }

    public JsonNode post(String path, JsonNode body) {
        return send(request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    public JsonNode post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    public JsonNode put(String path, JsonNode body) {
        return send(request(path).header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.toString())));
    }

    public void delete(String path) {
        send(request(path).DELETE());
    }

    /// Writes an answer to a new file, which only its owner may read. Where the answer breaks off, there is no file.
    ///
    /// @return its length in bytes
    public long download(String path, JsonNode body, Path file) {
        try (var http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            var request = request(path).header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body.toString()))
                    .build();
            var response = http.send(request, BodyHandlers.ofInputStream());
            try (var answer = response.body()) {
                if (response.statusCode() >= FIRST_ERROR) {
                    throw refused(response.statusCode(), new String(answer.readAllBytes(), UTF_8));
                }
                return copy(answer, file);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "%s did not answer in full, or %s cannot be written (%s).".formatted(url, file, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted");
        }
    }

    private static long copy(InputStream answer, Path file) throws IOException {
        var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        var part = Files.createTempFile(folder, file.getFileName().toString(), ".part");
        try {
            var bytes = Files.copy(answer, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file);
            return bytes;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private CommandFailure refused(int status, String body) {
        return new CommandFailure("%s answers %d: %s".formatted(url, status, detail(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT).header("Authorization", "Bearer " + key());
    }

    private String key() {
        if (key != null && !key.isBlank()) {
            return key.strip();
        }
        try {
            return Files.readString(LOCAL_KEY).strip();
        } catch (IOException absent) {
            throw new CommandFailure("There is no API key: set ROLECALL_API_KEY to the one of an operator.");
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        try (var http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= FIRST_ERROR) {
                throw refused(response.statusCode(), response.body());
            }
            return response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new CommandFailure(
                    "%s does not answer (%s). Is --url right, and does webhook-service run?".formatted(url,
                            e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted");
        }
    }

    /// What a problem says, or the body itself if it is none.
    private static String detail(String body) {
        try {
            return JSON.readTree(body).path("detail").asText(body);
        } catch (JsonProcessingException notJson) {
            return body;
        }
    }
}
