package dev.rolecall.systemtests.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rolecall.localstack.Checkout;
import dev.rolecall.systemtests.deployment.NodePackages;
import dev.rolecall.systemtests.deployment.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of docs/submitting.md, pasted, against a server in Deepgram's place.
class SubmittingIT {
    private static final String DOCUMENT = read(Checkout.root().resolve("docs/submitting.md"));

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private HttpServer deepgram;
    @TempDir
    private Path folder;

    private record Request(String path, List<String> parameters, String body) {}

    @BeforeEach
    void start() throws IOException {
        deepgram = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        deepgram.createContext("/", this::take);
        deepgram.start();
    }

    @AfterEach
    void stop() {
        deepgram.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var parameters = Stream.of(exchange.getRequestURI().getRawQuery().split("&", -1))
                    .map(parameter -> URLDecoder.decode(parameter, UTF_8))
                    .sorted()
                    .toList();
            requests.add(new Request(exchange.getRequestURI().getPath(), parameters,
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            var answer = "{\"request_id\":\"an-id\"}".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Test
    void byCurl() throws IOException {
        Tool.assumeInstalled("curl", "curl 7.87 or newer");
        run("example.sh", example("bash").replace("https://api.deepgram.com", address()), "bash");
    }

    @Test
    void byJavaScript() throws IOException {
        NodePackages.install();
        Files.createSymbolicLink(folder.resolve("node_modules"), NodePackages.FOLDER.resolve("node_modules"));
        run("example.mjs", example("js").replace("new DeepgramClient()",
                "new DeepgramClient({ apiKey: \"key\", baseUrl: \"%s\" })".formatted(address())), "node");
    }

    private void run(String name, String text, String program) throws IOException {
        Files.writeString(folder.resolve(name), text);

        var ran = Tool.run(folder, program, name);

        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(ran.output()).contains("an-id");
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().path()).isEqualTo("/v1/listen");
        assertThat(requests.getFirst().parameters()).containsExactly(
                "callback=https://deepgram:password@rolecall.example.com/callback", "diarize=true",
                "extra=rolecall_roles:{\"judge\":\"leads the trial\",\"witness\":\"is questioned\"}",
                "extra=rolecall_roster:[\"Ada Lovelace\",\"Alan Turing\"]", "model=nova-3", "punctuate=true",
                "tag=support");
        assertThat(new ObjectMapper().readTree(requests.getFirst().body()).path("url").asText())
                .isEqualTo("https://example.com/call.wav");
    }

    private String address() {
        return "http://127.0.0.1:" + deepgram.getAddress().getPort();
    }

    private static String example(String language) {
        var block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(DOCUMENT);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
