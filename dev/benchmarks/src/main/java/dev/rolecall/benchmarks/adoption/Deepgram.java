package dev.rolecall.benchmarks.adoption;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.rolecall.benchmarks.Wait;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import org.jspecify.annotations.Nullable;

/// Sends callbacks as Deepgram does: it waits ten seconds for an answer, and sends a callback that got none, or one of another
/// class than 2xx, up to ten times more, thirty seconds apart. All of this in a tenth of the time.
final class Deepgram implements AutoCloseable {
    /// How much faster than Deepgram.
    static final int SCALE = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(10).dividedBy(SCALE);
    private static final Duration BETWEEN = Duration.ofSeconds(30).dividedBy(SCALE);
    private static final int REPEATS = 10;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final URI callbacks;
    private final CallbackBodies bodies;
    private final Collection<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final Map<UUID, Boolean> open = new ConcurrentHashMap<>();

    Deepgram(URI callbacks, CallbackBodies bodies) {
        this.callbacks = callbacks;
        this.bodies = bodies;
    }

    /// @param callback of which it is one delivery
    /// @param status 0 if there was no answer in time
    /// @param millis until the answer, or until there was none
    record Delivery(UUID callback, int status, double millis) {
        boolean isAcknowledged() {
            return status == OK;
        }
    }

    /// Sends callbacks for a while.
    ///
    /// @return those that were sent, whether they have been answered yet or not
    Set<UUID> send(int perSecond, Duration time) {
        var sent = ConcurrentHashMap.<UUID>newKeySet();
        var next = timer.scheduleAtFixedRate(() -> {
            var callback = UUID.randomUUID();
            sent.add(callback);
            open.put(callback, true);
            deliver(callback, 1);
        }, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        Wait.pause(time);
        next.cancel(false);
        return sent;
    }

    private void deliver(UUID callback, int number) {
        var began = System.nanoTime();
        var _ = http.sendAsync(HttpRequest.newBuilder(callbacks)
                .header("Authorization", Api.AUTHORIZATION)
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofByteArray(bodies.withRequestId(callback)))
                .build(), BodyHandlers.discarding())
                .whenComplete((answer, _) -> ended(callback, number, answer, (System.nanoTime() - began) / 1e6));
    }

    private void ended(UUID callback, int number, @Nullable HttpResponse<Void> answer, double millis) {
        var delivery = new Delivery(callback, answer == null ? 0 : answer.statusCode(), millis);
        deliveries.add(delivery);
        if (delivery.isAcknowledged() || number > REPEATS) {
            open.remove(callback);
        } else {
            var _ = timer.schedule(() -> deliver(callback, number + 1), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Whether every callback is acknowledged or given up.
    boolean hasEnded() {
        return open.isEmpty();
    }

    Collection<Delivery> deliveriesOf(Set<UUID> callbacksOfPhase) {
        return deliveries.stream().filter(delivery -> callbacksOfPhase.contains(delivery.callback())).toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        http.close();
    }
}
