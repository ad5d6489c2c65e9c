package dev.rolecall.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.localstack.Stack.Pod;

/// A reader that lists transcripts all the time, while its key is replaced again and again as docs/access.md says: add a
/// new one, take it, revoke the old one.
final class KeyRotation implements AutoCloseable {
    private static final Duration BETWEEN_READS = Duration.ofMillis(200);
    /// A reader that has taken a new key may still have a request with the old one on its way.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);
    private static final Duration REFUSED = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final URI ingress;
    private final String operator;
    private final Supplier<List<Pod>> pods;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger rotations = new AtomicInteger();
    private final AtomicInteger lockedOut = new AtomicInteger();
    private List<CompletableFuture<Void>> work = List.of();
    private volatile Key current;
    private volatile boolean isStopped;
    private volatile double slowestSeconds;

    private record Key(String id, String text) {}

    private KeyRotation(URI ingress, String operator, Supplier<List<Pod>> pods) {
        this.ingress = ingress;
        this.operator = operator;
        this.pods = pods;
        this.current = add();
    }

    /// @param operator the key of one
    /// @param pods those that are ready now
    static KeyRotation start(URI ingress, String operator, Supplier<List<Pod>> pods) {
        var rotation = new KeyRotation(ingress, operator, pods);
        rotation.work = List.of(CompletableFuture.runAsync(rotation::readAllTheTime, rotation.threads),
                CompletableFuture.runAsync(rotation::rotateAllTheTime, rotation.threads));
        return rotation;
    }

    private void readAllTheTime() {
        while (!isStopped) {
            reads.incrementAndGet();
            if (status(ingress, current.text()) != 200) {
                lockedOut.incrementAndGet();
            }
            Wait.pause(BETWEEN_READS);
        }
    }

    private void rotateAllTheTime() {
        while (!isStopped) {
            var old = current;
            current = add();
            Wait.pause(ON_ITS_WAY);
            var revoked = System.nanoTime();
            send(HttpRequest.newBuilder(ingress.resolve("/keys/" + old.id())).DELETE());
            if (!Wait.until(REFUSED, () -> pods.get().stream().allMatch(pod -> isRefused(pod, old)))) {
                throw new IllegalStateException("a revoked key is still accepted after " + REFUSED);
            }
            slowestSeconds = Math.max(slowestSeconds, (System.nanoTime() - revoked) / 1e9);
            rotations.incrementAndGet();
        }
    }

    /// A pod that is being stopped does not answer.
    private boolean isRefused(Pod pod, Key key) {
        var status = status(pod.url(""), key.text());
        return status == 401 || status == 0;
    }

    private Key add() {
        var added = send(HttpRequest.newBuilder(ingress.resolve("/keys"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"a reader\"}")));
        return new Key(added.path("id").asText(), added.path("key").asText());
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.header("Authorization", "Bearer " + operator).build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        "a key cannot be changed: " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("a key cannot be changed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// @return 0 if there is no answer
    private int status(URI to, String key) {
        try {
            var request = HttpRequest.newBuilder(to.resolve("/transcripts?limit=1"))
                    .header("Authorization", "Bearer " + key)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException none) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /// The last reading and rotation end first.
    @Override
    public void close() {
        isStopped = true;
        threads.close();
    }

    /// Fails if the keys could not be replaced.
    List<Row> rows() {
        work.forEach(CompletableFuture::join);
        return List.of(Row.told("keys replaced meanwhile", rotations.get(), "keys"),
                Row.told("readings meanwhile", reads.get(), "readings"),
                Row.exactly("readings without an answer of 200", 0, lockedOut.get(), "readings"),
                Row.atMost("until every pod refuses a revoked key", 5, slowestSeconds, "s"));
    }
}
