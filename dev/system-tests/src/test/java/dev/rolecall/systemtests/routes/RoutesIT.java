package dev.rolecall.systemtests.routes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Stacks;
import dev.rolecall.systemtests.deployment.Manifests;
import dev.rolecall.systemtests.deployment.NodePackages;
import dev.rolecall.systemtests.deployment.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Real nginx and HAProxy, configured from the HTTPRoutes and Ingresses of k8s/, before real pods.
class RoutesIT {
    private static final String CALLBACKS_HOST = "callback.example.com";
    private static final String API_HOST = "transcripts.example.com";
    private static final int LARGE = 20_000_000;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /// After a trick, whose answer may never come.
    private static final Duration SILENCE = Duration.ofMillis(500);

    private static final Stack STACK = Stacks.fresh("routes", Map.of("ROLECALL_AUDIT_READS", "true"));
    private static final Pod CALLBACKS = STACK.anotherWebhook("callbacks",
            Map.of("ROLECALL_SERVE", "callbacks", "QUARKUS_DATASOURCE_USERNAME", Database.CALLBACKS));
    private static final Pod API = STACK.anotherWebhook("api", Map.of("ROLECALL_SERVE", "api"));
    private static final Pod BOTH = STACK.anotherWebhook("both", Map.of());
    private static final List<Pod> PODS = List.of(CALLBACKS, API, BOTH);
    /// How a request reaches a route: two services as in k8s/, or a single one behind the route of callbacks.
    private static final Map<String, Integer> SEPARATE = Map.of("webhook-service", CALLBACKS.port(), "webhook-api",
            API.port());
    private static final Map<String, Integer> TOGETHER = Map.of("webhook-service", BOTH.port(), "webhook-api",
            BOTH.port());

    @TempDir
    private static Path manifests;
    @TempDir
    private Path folder;
    private Proxy.Running proxy;

    private static String key;
    private static String requestId;
    private static String transcript;

    @BeforeAll
    static void start() throws IOException {
        NodePackages.install();
        for (var program : List.of("nginx", "haproxy")) {
            Tool.assumeInstalled(program, "Debian's " + program);
        }
        Manifests.copyTo(manifests);
        Manifests.addOverlay(manifests, "production-with-api", """
                resources: [../production]
                components: [../../components/api-route]
                """);
        Manifests.addOverlay(manifests, "with-ingress", """
                resources: [../../base]
                components: [../../components/ingress]
                """);
        STACK.startServers();
        PODS.forEach(pod -> pod.server().launch());
        PODS.forEach(pod -> pod.server().awaitReady());
        key = STACK.apiKey();
        requestId = UUID.randomUUID().toString();
        var body = CallbackBodies.of(3000).withRequestId(UUID.fromString(requestId));
        var stored = new Api(STACK, BOTH.url("")).callback(body).join();
        transcript = new ObjectMapper().readTree(stored.body()).path("transcriptId").asText();
    }

    @AfterAll
    static void stop() {
        PODS.forEach(pod -> pod.server().stop());
        STACK.close();
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    static Stream<Object[]> proxiesAndOverlays() {
        return Stream.of(Proxy.values()).flatMap(proxy -> Stream.of("production-with-api", "with-ingress")
                .map(overlay -> new Object[]{proxy, overlay}));
    }

    static Stream<Object[]> proxiesAndServices() {
        return Stream.of(Proxy.values())
                .flatMap(proxy -> Stream.of(SEPARATE, TOGETHER).map(services -> new Object[]{proxy, services}));
    }

    @ParameterizedTest
    @MethodSource("proxiesAndOverlays")
    void takeEveryKindOfCallback(Proxy kind, String overlay) throws IOException {
        proxy = kind.start(folder, Route.in(Manifests.build(manifests, overlay)), SEPARATE);

        for (var size : List.of(1000, LARGE)) {
            for (var method : List.of("POST", "PUT")) {
                for (var path : List.of("/callback", "/callback/" + UUID.randomUUID())) {
                    for (var isChunked : List.of(true, false)) {
                        assertThat(callback(method, path, size, isChunked))
                                .as("%s %s of %d bytes, chunked: %s", method, path, size, isChunked)
                                .startsWith("HTTP/1.1 200 ")
                                .contains("\"transcriptId\"");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("proxiesAndOverlays")
    void leadToEveryDocumentedRouteOfTheApi(Proxy kind, String overlay) throws IOException {
        var routes = Route.in(Manifests.build(manifests, overlay));
        proxy = kind.start(folder, routes, SEPARATE);
        var isOutside = routes.stream().anyMatch(route -> route.service().equals("webhook-api"));

        for (var operation : operations()) {
            var answer = send("%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                    .formatted(operation, API_HOST, key));
            if (isOutside) {
                assertThat(answer).as(operation).matches("(?s)HTTP/1.1 (200|204|400|404|409|415) .*");
                assertThat(isOurs(answer)).as("%s: %s", operation, answer).isTrue();
            } else {
                assertThat(isOurs(answer)).as("%s: %s", operation, answer).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("proxiesAndServices")
    void reachNothingByTricks(Proxy kind, Map<String, Integer> services) throws IOException {
        proxy = kind.start(folder, Route.in(Manifests.build(manifests, "production")), services);
        var tricks = new Tricks(CALLBACKS_HOST, key, transcript);
        assertThat(tricks.paths()).hasSizeGreaterThan(60);
        var before = acts();

        Stream.of(tricks.paths(), tricks.acts(), tricks.headers(), tricks.bodies()).flatMap(it -> it).forEach(trick -> {
            var answers = send(trick.getBytes(ISO_8859_1), SILENCE);
            assertThat(answers).as(trick).doesNotContain(requestId, "openapi: ", "# HELP", "\"checks\"", "rolecall_");
            assertThat(answers).as(trick).doesNotContain("HTTP/1.1 200 ", "HTTP/1.1 201 ", "HTTP/1.1 204 ",
                    "HTTP/1.1 101 ");
            // an answer that was left over on a connection to the pod would be this one's
            assertThat(send(get("/callback"))).as("after " + trick).startsWith("HTTP/1.1 405 ");
        });

        assertThat(acts()).as("what the record of acts and readings has").isEqualTo(before);
    }

    private static double acts() {
        return STACK.database().number("SELECT count(*) FROM audit");
    }

    /// Every operation of docs/openapi.yaml but the callbacks, with the id of a transcript that exists.
    private static List<String> operations() throws IOException {
        var document = new YAMLMapper().readTree(Checkout.root().resolve("docs/openapi.yaml").toFile());
        var operations = new ArrayList<String>();
        document.path("paths").properties().stream().filter(path -> !path.getKey().startsWith("/callback"))
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has("operationId"))
                        .forEach(operation -> operations.add("%s %s".formatted(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey().replace("{id}", transcript).replace("{sha256}", "0".repeat(64))))));
        assertThat(operations).hasSizeGreaterThan(10);
        return operations;
    }

    /// A proxy's own answers are HTML.
    private static boolean isOurs(String answer) {
        return !answer.contains("<html>");
    }

    private String callback(String method, String path, int size, boolean isChunked) {
        var body = CallbackBodies.of(size).withRequestId(UUID.randomUUID());
        var head = "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nContent-Type: application/json\r\nConnection: close\r\n%s\r\n\r\n"
                .formatted(method, path, CALLBACKS_HOST, Api.AUTHORIZATION,
                        isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length);
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(UTF_8));
        if (isChunked) {
            writeChunks(body, request);
        } else {
            request.writeBytes(body);
        }
        return send(request.toByteArray(), ANSWER);
    }

    private static void writeChunks(byte[] body, ByteArrayOutputStream to) {
        var left = new ByteArrayInputStream(body);
        while (left.available() > 0) {
            var chunk = new byte[Math.min(left.available(), 50_000)];
            left.readNBytes(chunk, 0, chunk.length);
            to.writeBytes("%x\r\n".formatted(chunk.length).getBytes(UTF_8));
            to.writeBytes(chunk);
            to.writeBytes("\r\n".getBytes(UTF_8));
        }
        to.writeBytes("0\r\n\r\n".getBytes(UTF_8));
    }

    private static String get(String path) {
        return "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, CALLBACKS_HOST);
    }

    private String send(String request) {
        return send(request.getBytes(ISO_8859_1), ANSWER);
    }

    /// Everything that comes back until the connection is closed or silent.
    private String send(byte[] request, Duration silence) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout((int) silence.toMillis());
            socket.getOutputStream().write(request);
            var answers = new ByteArrayOutputStream();
            readAll(socket, answers);
            return answers.toString(ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + new String(request, 0, Math.min(200, request.length),
                    ISO_8859_1), e);
        }
    }

    private static void readAll(Socket socket, ByteArrayOutputStream answers) throws IOException {
        var buffer = new byte[8192];
        try {
            for (var n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                answers.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException silent) {
            // kept open; everything has come
        } catch (SocketException reset) {
            // closed with unread bytes of the request
        }
    }
}
