package dev.rolecall.webhook.operations.synthetic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import dev.rolecall.webhook.lease.PodLease;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/// Sends a synthetic transcript through the public address, in one pod among all, and waits until it is labelled: DNS, certificate,
/// proxy, credentials, Kafka, LLM and database have then worked together.
@ApplicationScoped
class SendSynthetic {
    /// Among all pods, one whose turn it is: the row says when the last one was sent.
    private static final String TAKE_TURN = """
            INSERT INTO watches (name, holder, held_until, found_at) VALUES ('synthetic transcript', $1, now(), now())
            ON CONFLICT (name) DO UPDATE SET holder = $1, found_at = now()
                WHERE watches.found_at < now() - make_interval(secs => $2)
            RETURNING name""";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int OK = 200;

    private final SyntheticConfig config;
    private final PodLease lease;
    private final Pool pool;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    /// Since the start at first: an alert needs a time to count from.
    private volatile long labelledAtSeconds;

    SendSynthetic(SyntheticConfig config, PodLease lease, Pool pool, Clock clock) {
        this.config = config;
        this.lease = lease;
        this.pool = pool;
        this.clock = clock;
        this.labelledAtSeconds = clock.instant().getEpochSecond();
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve, MeterRegistry metrics) {
        config.url().filter(_ -> serve.isApi()).ifPresent(url -> {
            Gauge.builder("rolecall.synthetic.labelled.timestamp", () -> labelledAtSeconds)
                    .description("When a synthetic transcript was labelled last, by this pod; or when this pod started")
                    .baseUnit("seconds")
                    .register(metrics);
            tasks.every(1, "send a synthetic transcript", () -> isTurn().chain(isOurs -> isOurs
                    ? trial(url)
                    : Uni.createFrom().voidItem()));
        });
    }

    private Uni<Boolean> isTurn() {
        return pool.preparedQuery(TAKE_TURN)
                .execute(Tuple.of(lease.pod(), (double) config.interval().toSeconds()))
                .map(rows -> rows.rowCount() > 0);
    }

    /// Fails if any part of the way does.
    private Uni<Void> trial(URI url) {
        var requestId = "rolecall-synthetic-" + UUID.randomUUID();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(request(url, requestId), BodyHandlers.ofString()))
                .invoke(SendSynthetic::unlessAcknowledged)
                .chain(() -> labelled(requestId))
                .invoke(() -> labelledAtSeconds = clock.instant().getEpochSecond());
    }

    private static HttpRequest request(URI url, String requestId) {
        var request = HttpRequest.newBuilder(withoutUser(url))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(SyntheticCall.withRequestId(requestId)));
        if (url.getUserInfo() != null) {
            request.header("Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(url.getUserInfo().getBytes(UTF_8)));
        }
        return request.build();
    }

    /// The JDK's client does not take them from there.
    private static URI withoutUser(URI url) {
        return URI.create(url.toString().replace(url.getRawUserInfo() + "@", ""));
    }

    private static void unlessAcknowledged(HttpResponse<String> answer) {
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(
                    "the public address answers %d to a callback: %s".formatted(answer.statusCode(),
                            answer.body()));
        }
    }

    private Uni<Void> labelled(String requestId) {
        return pool.preparedQuery("SELECT processing_status FROM transcripts WHERE request_id = $1")
                .execute(Tuple.of(requestId))
                .map(rows -> rows.size() == 0 ? "not stored" : rows.iterator().next().getString("processing_status"))
                .invoke(status -> {
                    if (!"completed".equals(status)) {
                        throw new IllegalStateException(
                                "synthetic transcript %s was acknowledged, and is %s".formatted(requestId,
                                        status));
                    }
                })
                .onFailure(IllegalStateException.class)
                .retry()
                .withBackOff(BETWEEN_LOOKS, BETWEEN_LOOKS)
                .expireIn(config.patience().toMillis())
                .replaceWithVoid();
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
