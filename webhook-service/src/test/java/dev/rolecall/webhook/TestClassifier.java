package dev.rolecall.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// Answers as classifier-service does to webhook-service, or does not answer.
public final class TestClassifier implements AutoCloseable {
    static final String SECRET = "of both services";
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile Duration delay = Duration.ZERO;
    private volatile String lastRequest = "";

    private TestClassifier(HttpServer server) {
        this.server = server;
    }

    static TestClassifier start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var classifier = new TestClassifier(server);
            server.createContext("/classifications", classifier::answer);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return classifier;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// @param newDelay before each answer
    public void behave(int newStatus, Duration newDelay) {
        status = newStatus;
        delay = newDelay;
        asked.set(0);
    }

    public int asked() {
        return asked.get();
    }

    public String lastRequest() {
        return lastRequest;
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        lastRequest = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS).execute(() -> respond(exchange));
    }

    private void respond(HttpExchange exchange) {
        var right = ("Bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        try (exchange) {
            exchange.sendResponseHeaders(right ? status : 401, 0);
            exchange.getResponseBody().write("labelled".getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the service under test has gone", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
