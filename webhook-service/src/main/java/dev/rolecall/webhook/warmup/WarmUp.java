package dev.rolecall.webhook.warmup;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Default;

import dev.rolecall.webhook.door.ServeConfig;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/// Sends callbacks to this pod's own port for a while before it is ready. Until the JVM has compiled what a callback
/// runs through, a pod stores a fraction of what it can, and a rolling restart would give it a full share
/// (docs/decisions/0030).
@Default
@Readiness
@ApplicationScoped
public class WarmUp implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final String HEADER = "Rolecall-Warm-Up";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int AT_ONCE = 16;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

    private final Vertx vertx;
    private final long duration;
    private final long end;
    /// Known to this process only: nobody else can send a callback that stores nothing.
    private final String secret = UUID.randomUUID().toString();
    private final List<Buffer> bodies = SampleBodies.all();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();

    WarmUp(WarmUpConfig config, ServeConfig serve, Vertx vertx) {
        this.vertx = vertx;
        duration = serve.isCallbacks() ? config.duration().toNanos() : 0;
        end = System.nanoTime() + duration;
    }

    /// Whether a callback is one of the warm-up: it is to be handled, and not to be stored.
    public boolean sent(HttpServerRequest request) {
        return !isOver() && secret.equals(request.getHeader(HEADER));
    }

    int accepted() {
        return accepted.get();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("warm-up").status(isOver()).build();
    }

    private boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    void begin(@ObservesAsync HttpServerStart server) {
        if (isOver()) {
            return;
        }
        var http = vertx.createHttpClient();
        var callback = new RequestOptions().setMethod(HttpMethod.POST)
                .setHost(LOOPBACK)
                .setPort(server.options().getPort())
                .setURI("/callback")
                .putHeader(HEADER, secret);
        for (var i = 0; i < AT_ONCE; i++) {
            vertx.runOnContext(_ -> sendUntilOver(http, callback));
        }
        vertx.setTimer(Duration.ofNanos(duration).toMillis(), _ -> finish(http));
    }

    private void sendUntilOver(HttpClient http, RequestOptions callback) {
        if (isOver()) {
            return;
        }
        var body = bodies.get(sent.getAndIncrement() % bodies.size());
        var _ = http.request(callback)
                .compose(request -> statusOf(request, body))
                .onComplete(answer -> {
                    if (answer.succeeded() && answer.result() == OK.code()) {
                        accepted.incrementAndGet();
                        sendUntilOver(http, callback);
                    } else {
                        vertx.setTimer(AFTER_FAILURE.toMillis(), _ -> sendUntilOver(http, callback));
                    }
                });
    }

    private static Future<Integer> statusOf(HttpClientRequest request, Buffer body) {
        return request.send(body).compose(response -> response.end().map(response).map(HttpClientResponse::statusCode));
    }

    private void finish(HttpClient http) {
        var _ = http.close();
        LOG.infof("Warmed up with %d callbacks to itself, of which %d were answered with 200.", sent.get(),
                accepted.get());
    }
}
