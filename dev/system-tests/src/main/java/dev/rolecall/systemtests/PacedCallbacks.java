package dev.rolecall.systemtests;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/// Sends callbacks at a steady pace and repeats each until it gets a 200, for five minutes like Deepgram, but unless it is
/// told otherwise every two seconds instead of every thirty.
public final class PacedCallbacks implements AutoCloseable {
    private static final Duration OFTEN = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Api api;
    private final CallbackBodies bodies;
    private final History history;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final ConcurrentHashMap<UUID, Boolean> open = new ConcurrentHashMap<>();
    private final int count;
    private final Duration repeatAfter;
    private final int tries;
    private final AtomicInteger unsent;

    private PacedCallbacks(Api api, CallbackBodies bodies, History history, int count, Duration repeatAfter,
            int tries) {
        this.api = api;
        this.bodies = bodies;
        this.history = history;
        this.count = count;
        this.repeatAfter = repeatAfter;
        this.tries = tries;
        this.unsent = new AtomicInteger(count);
    }

    /// Starts at once.
    ///
    /// @param count of callbacks
    /// @param between the interval
    public static PacedCallbacks start(Api api, CallbackBodies bodies, History history, int count, Duration between) {
        return start(api, bodies, history, count, between, OFTEN, (int) LONGEST.dividedBy(OFTEN));
    }

    /// The same.
    ///
    /// @param repeats how often a callback is sent again; Deepgram does it ten times
    /// @param repeatAfter the time between; Deepgram waits 30 s
    public static PacedCallbacks start(Api api, CallbackBodies bodies, History history, int count, Duration between,
            Duration repeatAfter, int repeats) {
        var paced = new PacedCallbacks(api, bodies, history, count, repeatAfter, 1 + repeats);
        for (var i = 0; i < count; i++) {
            var _ = paced.timer.schedule(paced::sendNext, i * between.toNanos(), TimeUnit.NANOSECONDS);
        }
        return paced;
    }

    public int unsent() {
        return unsent.get();
    }

    /// Waits until every callback has its 200 or has been given up.
    public void join() {
        done.join();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// Starts no more callbacks, and waits for those that have started.
    ///
    /// @return how many have started
    public int stop() {
        var left = new CompletableFuture<Integer>();
        timer.execute(() -> {
            left.complete(unsent.getAndSet(0));
            endIfAllAreAnswered();
        });
        join();
        return count - left.join();
    }

    private void sendNext() {
        if (unsent.get() == 0) {
            return;
        }
        var requestId = UUID.randomUUID();
        open.put(requestId, true);
        unsent.decrementAndGet();
        send(requestId, bodies.withRequestId(requestId), 1);
    }

    private void send(UUID requestId, byte[] body, int attempt) {
        var _ = api.callback(body).whenComplete((answer, failure) -> answered(requestId, body, attempt, answer));
    }

    private void answered(UUID requestId, byte[] body, int attempt, @Nullable HttpResponse<String> answer) {
        var status = answer == null ? 0 : answer.statusCode();
        history.answered(requestId, status);
        if (status == 200 || attempt == tries) {
            close(requestId);
        } else {
            var _ = timer.schedule(() -> send(requestId, body, attempt + 1), repeatAfter.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void close(UUID requestId) {
        open.remove(requestId);
        endIfAllAreAnswered();
    }

    private void endIfAllAreAnswered() {
        if (unsent.get() == 0 && open.isEmpty()) {
            done.complete(null);
        }
    }
}
