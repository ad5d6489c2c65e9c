package dev.rolecall.benchmarks.receiving;

import static io.hyperfoil.http.steps.HttpStepCatalog.SC;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.connection.Connection;
import io.hyperfoil.api.session.Session;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.function.SerializableBiFunction;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.statistics.HttpStats;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Callbacks at a given rate, or as many as are answered, sent by Hyperfoil. At a given rate, times count from the
/// intended send: a callback that waits for earlier ones is as late as its sender sees it.
final class Load {
    private static final String SENT = "sent";
    private static final String DUE = "due";

    private Load() {}

    /// The result.
    ///
    /// @param perSecond answers of 200 per second
    /// @param busy number of 503s
    /// @param other number of other answers, or none
    /// @param sent times from the send
    /// @param due times from the intended send; the same as `sent` without a rate
    record Outcome(double perSecond, int ok, int busy, int other, Times sent, Times due) {}

    /// Milliseconds.
    record Times(double p50, double p99) {
        private static Times of(StatisticsSnapshot snapshot) {
            return new Times(snapshot.histogram.getValueAtPercentile(50) / 1e6,
                    snapshot.histogram.getValueAtPercentile(99) / 1e6);
        }
    }

    /// As many callbacks as are answered, over a number of connections.
    static Outcome peak(URI uri, CallbackBodies bodies, int connections, Duration time) {
        return run(uri, bodies, connections, OptionalDouble.empty(), time);
    }

    static Outcome atRate(URI uri, CallbackBodies bodies, int connections, double perSecond, Duration time) {
        return run(uri, bodies, connections, OptionalDouble.of(perSecond), time);
    }

    private static Outcome run(URI uri, CallbackBodies bodies, int connections, OptionalDouble rate, Duration time) {
        var benchmark = BenchmarkBuilder.builder().name("load").threads(1);
        benchmark.addPlugin(HttpPluginBuilder::new)
                .http()
                .host(uri.getHost())
                .port(uri.getPort())
                .allowHttp2(false)
                .sharedConnections(connections)
                .requestTimeout("20s")
                .endHttp();
        var request = benchmark.addPhase("load")
                .always(connections)
                .duration(time.toMillis())
                .maxDuration(time.plusSeconds(20).toMillis())
                .scenario()
                .initialSequence("callback")
                .step(SC)
                .httpRequest(HttpMethod.POST)
                .path(uri.getPath())
                .metric(SENT)
                .headers()
                .header("authorization", Api.AUTHORIZATION)
                .header("content-type", "application/json")
                .endHeaders()
                .body(new UniqueBody(bodies.parts()));
        rate.ifPresent(perSecond -> request.compensation().targetRate(perSecond).metric(DUE));
        var found = new ConcurrentHashMap<String, StatisticsSnapshot>();
        new LocalSimulationRunner(benchmark.build(),
                (_, _, metric, snapshot, _) -> found.computeIfAbsent(metric, _ -> new StatisticsSnapshot())
                        .add(snapshot),
                null, null).run();
        return outcome(found, time);
    }

    private static Outcome outcome(Map<String, StatisticsSnapshot> found, Duration time) {
        var sent = found.getOrDefault(SENT, new StatisticsSnapshot());
        var statuses = HttpStats.get(sent);
        return new Outcome(statuses.status_2xx / (time.toMillis() / 1000.0), statuses.status_2xx, statuses.status_5xx,
                sent.requestCount - statuses.status_2xx - statuses.status_5xx, Times.of(sent),
                Times.of(found.getOrDefault(DUE, sent)));
    }

    /// The same text around a unique id, without copying.
    private record UniqueBody(List<byte[]> parts) implements SerializableBiFunction<Session, Connection, ByteBuf> {
        @Override
        public ByteBuf apply(Session session, Connection connection) {
            return Unpooled.wrappedBuffer(parts.getFirst(),
                    UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    parts.getLast());
        }
    }
}
