package dev.rolecall.benchmarks.overload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rolecall.benchmarks.Wait;
import dev.rolecall.benchmarks.overload.Answers.Answer;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/// Sends callbacks when they are due, whether or not earlier ones have been answered, over up to 1,000 connections.
/// Hyperfoil waits for a connection that is free, so it never offers more than is answered.
final class Sender implements AutoCloseable {
    private static final int CONNECTIONS = 1_000;
    /// Deepgram's.
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /// Deepgram's.
    private static final int REPEATS = 10;
    private static final int NO_ANSWER = 0;
    private static final int OK = 200;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http = vertx.httpClientBuilder()
            .with(new HttpClientOptions().setConnectTimeout((int) TIMEOUT.toMillis()))
            .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
            // what fails is an answer of its own; without this, Vert.x logs it
            .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
            .build();
    private final URI callback;
    private final Buffer before;
    private final Buffer after;

    Sender(URI callback, CallbackBodies bodies) {
        this.callback = callback;
        before = Buffer.buffer(bodies.parts().getFirst());
        after = Buffer.buffer(bodies.parts().getLast());
    }

    /// As many callbacks as are answered, a number of them at once.
    Answers peak(int atOnce, Duration time) {
        var load = new Load(Duration.ZERO, 0);
        for (var i = 0; i < atOnce; i++) {
            load.sendUntil((double) time.toMillis());
        }
        return load.answers(time);
    }

    /// A number of callbacks in each second, evenly spaced. What is not stored is sent again as Deepgram does.
    ///
    /// @param repeatAfter zero to send nothing again
    Answers atRate(double perSecond, Duration time, Duration repeatAfter) {
        return atRate(perSecond, time, repeatAfter, 0);
    }

    /// The same, with a number of callbacks more at one moment, in the middle.
    Answers atRate(double perSecond, Duration time, Duration repeatAfter, int atOnce) {
        var load = new Load(repeatAfter, repeatAfter.isZero() ? 0 : REPEATS);
        var count = (int) (perSecond * time.toMillis() / 1e3);
        for (var i = 0; i < count; i++) {
            var due = i / perSecond * 1e3;
            Wait.pause(Duration.ofNanos((long) ((due - load.now()) * 1e6)));
            load.send(due);
            if (i == count / 2) {
                for (var more = 0; more < atOnce; more++) {
                    load.send(due);
                }
            }
        }
        return load.answers(repeatAfter.multipliedBy(REPEATS));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /// One load, from its first callback to its last answer. The answers arrive on the event loop.
    private final class Load {
        private final long began = System.nanoTime();
        private final Duration repeatAfter;
        private final int repeats;
        private final List<Answer> answers = new ArrayList<>();
        private final AtomicInteger open = new AtomicInteger(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private int lost;

        private Load(Duration repeatAfter, int repeats) {
            this.repeatAfter = repeatAfter;
            this.repeats = repeats;
        }

        /// Milliseconds since the beginning.
        private double now() {
            return (System.nanoTime() - began) / 1e6;
        }

        private void send(double due) {
            open.incrementAndGet();
            var id = UUID.randomUUID();
            vertx.runOnContext(_ -> attempt(id, due, repeats));
        }

        private void attempt(UUID id, double due, int repeatsLeft) {
            var _ = post(id, due).onSuccess(answer -> {
                answers.add(answer);
                if (answer.status() == OK || repeatsLeft == 0) {
                    lost += answer.status() == OK ? 0 : 1;
                    end();
                } else {
                    var next = now() + repeatAfter.toMillis();
                    vertx.setTimer(repeatAfter.toMillis(), _ -> attempt(id, next, repeatsLeft - 1));
                }
            });
        }

        /// One after the other.
        private void sendUntil(double end) {
            open.incrementAndGet();
            vertx.runOnContext(_ -> {
                var _ = post(UUID.randomUUID(), now()).onSuccess(answer -> {
                    answers.add(answer);
                    if (now() < end) {
                        sendUntil(end);
                    }
                    end();
                });
            });
        }

        private void end() {
            if (open.decrementAndGet() == 0) {
                ended.countDown();
            }
        }

        /// Waits for the last answer.
        ///
        /// @param longest how long attempts may still begin
        private Answers answers(Duration longest) {
            end();
            try {
                if (!ended.await(longest.plus(TIMEOUT.multipliedBy(REPEATS + 1)).toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("%d callbacks without an end".formatted(open.get()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            return new Answers(List.copyOf(answers), lost);
        }

        /// Always succeeds.
        private Future<Answer> post(UUID id, double due) {
            var sent = new double[]{Double.NaN};
            return http.request(options())
                    .compose(request -> {
                        var status = request.response()
                                .compose(response -> response.end().map(_ -> response.statusCode()));
                        // a refusal may come before the last byte is sent
                        var _ = write(request, id).onSuccess(_ -> sent[0] = now());
                        return status;
                    })
                    .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .otherwise(NO_ANSWER)
                    .map(status -> new Answer(status, due, now() - due, now() - sent[0]));
        }
    }

    private RequestOptions options() {
        return new RequestOptions().setMethod(HttpMethod.POST)
                .setHost(callback.getHost())
                .setPort(callback.getPort())
                .setURI(callback.getPath());
    }

    private Future<Void> write(HttpClientRequest request, UUID id) {
        var requestId = Buffer.buffer(id.toString().getBytes(US_ASCII));
        request.putHeader("authorization", Api.AUTHORIZATION)
                .putHeader("content-length", "" + (before.length() + requestId.length() + after.length()));
        var _ = request.write(before);
        var _ = request.write(requestId);
        return request.end(after);
    }
}
