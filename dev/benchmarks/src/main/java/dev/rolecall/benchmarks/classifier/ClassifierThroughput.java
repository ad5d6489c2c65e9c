package dev.rolecall.benchmarks.classifier;

import static dev.rolecall.benchmarks.Progress.say;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Percentile;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Ports;
import dev.rolecall.localstack.Server;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.Resident;

/// Throughput of one pod, by jobs in flight and by the latency of the LLM, compared with the ideal (jobs in flight /
/// latency) and with the same work in Spring.
public final class ClassifierThroughput implements Benchmark {
    private static final int BODY_SIZE = 300_000;
    /// Twice the memory of the classifier: it holds more records than it processes.
    private static final List<String> SPRING_OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final String PER_SECOND = "a second";

    @Override
    public String about() {
        return "jobs per second compared with the ideal and with Spring Kafka";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-classifier", stack -> measure(stack, isQuick));
    }

    private List<Row> measure(Stack stack, boolean isQuick) {
        say("starting PostgreSQL, Kafka and the fake LLM");
        stack.startServers();
        stack.fakeLlm().start();
        return new Run(stack, isQuick).rows();
    }

    /// How a cell is measured. A new JVM compiles during its first few thousand jobs.
    ///
    /// @param warmUpJobs number of jobs before anything is counted, unless that takes too long
    private record Pace(int warmUpJobs, Duration longestWarmUp, Duration measured) {}

    /// @param perSecond jobs completed
    /// @param resident of the process at its largest, in MB
    private record Speed(double perSecond, double resident) {}

    /// One run, with one set of servers.
    private static final class Run {
        private final Stack stack;
        private final Api api;
        private final Backlog backlog;
        private final boolean isQuick;
        private final Pace asked;
        private final Pace told = new Pace(1500, Duration.ofSeconds(10), Duration.ofSeconds(12));
        private final List<Row> rows = new ArrayList<>();
        private int started;

        private Run(Stack stack, boolean isQuick) {
            this.stack = stack;
            this.api = new Api(stack);
            this.backlog = new Backlog(stack, BODY_SIZE);
            this.isQuick = isQuick;
            this.asked = isQuick ? told : new Pace(10_000, Duration.ofSeconds(90), Duration.ofSeconds(24));
        }

        List<Row> rows() {
            backlog.createTopics();
            pickUp();
            sweep(List.of(1, 16, 64), Duration.ofMillis(200));
            var guide = spring("guide", 12);
            against(guide, 64);
            if (!isQuick) {
                against(guide, 256);
                sweep(List.of(512), TWO_SECONDS);
                sweep(List.of(64, 512), Duration.ofSeconds(5));
            }
            limited();
            return rows;
        }

        /// On an idle pod: from the timestamp of the record in Kafka to the request at the LLM.
        private void pickUp() {
            say("an idle pod: event to request");
            latency(Duration.ZERO);
            backlog.forget();
            var pod = pod(64);
            backlog.add(told.warmUpJobs());
            backlog.awaitCompleted(told.warmUpJobs(), Duration.ofMinutes(2));
            api.forgetCalls();
            var ids = backlog.store(isQuick ? 100 : 500);
            backlog.publish(ids, Duration.ofMillis(50));
            backlog.awaitCompleted(told.warmUpJobs() + ids.size(), Duration.ofSeconds(60));
            var waits = waits(ids);
            pod.stop();
            rows.add(Row.atMost("event published to request at the LLM, p50", 10, Percentile.of(waits, 50), "ms"));
            rows.add(Row.atMost("event published to request at the LLM, p99", 50, Percentile.of(waits, 99), "ms"));
        }

        private List<Double> waits(List<UUID> ids) {
            var published = backlog.publishedAt();
            var arrivals = api.calls().path("firstAt");
            return ids.stream()
                    .filter(id -> arrivals.has(id + "-1"))
                    .map(id -> (double) (arrivals.path(id + "-1").asLong()
                            - published.getOrDefault(id.toString(), Long.MAX_VALUE)))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }

        private void sweep(List<Integer> inFlight, Duration latency) {
            for (var jobs : inFlight) {
                var ideal = jobs / seconds(latency);
                var speed = ours(jobs, latency, told);
                rows.add(Row.toldTimes("%d in flight, %.1f s: of the ideal".formatted(jobs, seconds(latency)),
                        speed.perSecond(), ideal, PER_SECOND));
            }
        }

        private void against(Speed guide, int inFlight) {
            var ideal = inFlight / seconds(TWO_SECONDS);
            var at = "%d in flight, 2 s: ".formatted(inFlight);
            var us = ours(inFlight, TWO_SECONDS, asked);
            var tuned = spring("tuned", inFlight);
            rows.add(Row.atLeastTimes(at + "of the ideal", 0.97, us.perSecond(), ideal, PER_SECOND));
            rows.add(Row.atMost(at + "peak resident memory of the process", 500, us.resident(), "MB"));
            rows.add(Row.atLeastTimes(at + "of the guide's Spring consumer's", 4, us.perSecond(), guide.perSecond(),
                    PER_SECOND));
            rows.add(Row.atLeastTimes(at + "of the tuned Spring consumer's", 1, us.perSecond(), tuned.perSecond(),
                    PER_SECOND));
            rows.add(Row.toldTimes(at + "the tuned Spring consumer's, of the ideal", tuned.perSecond(), ideal,
                    PER_SECOND));
        }

        private Speed ours(int inFlight, Duration latency, Pace pace) {
            say("%d in flight, the LLM takes %.1f s".formatted(inFlight, seconds(latency)));
            return speed(() -> pod(inFlight), inFlight, latency, pace);
        }

        private Speed spring(String way, int inFlight) {
            say("Spring Kafka, %s, %d in flight, the LLM takes 2 s".formatted(way, inFlight));
            return speed(() -> springConsumer(way, inFlight), inFlight, TWO_SECONDS, asked);
        }

        private Speed speed(Supplier<Server> start, int inFlight, Duration latency, Pace pace) {
            latency(latency);
            backlog.forget();
            var all = pace.longestWarmUp().plus(pace.measured()).plus(latency.multipliedBy(3));
            backlog.add((int) Math.min(20_000, 1.1 * inFlight * seconds(all) / seconds(latency)) + 200);
            var server = start.get();
            try {
                Wait.until(Duration.ofSeconds(60), () -> backlog.completed() > 0);
                Wait.until(pace.longestWarmUp(), () -> backlog.completed() > pace.warmUpJobs());
                var began = System.nanoTime();
                var before = backlog.completed();
                Wait.pause(wholeRounds(pace.measured(), latency));
                var after = backlog.completed();
                var took = (System.nanoTime() - began) / 1e9;
                return new Speed((after - before) / took, Resident.atItsLargest(server));
            } finally {
                server.stop();
            }
        }

        /// Jobs that started together end together, so a part of a round would count all of them or none.
        private static Duration wholeRounds(Duration atLeast, Duration latency) {
            return latency.multipliedBy((atLeast.toMillis() + latency.toMillis() - 1) / latency.toMillis());
        }

        /// A provider that allows fewer calls at once than the pod may send.
        private void limited() {
            say("a provider that takes 16 at once, from a pod that may send 64");
            backlog.forget();
            latency(Duration.ofMillis(500));
            backlog.add(isQuick ? 600 : 1200);
            api.fakeLlm("{\"capacity\":16,\"retryAfterMs\":500}");
            api.forgetCalls();
            var pod = pod(64);
            Wait.until(Duration.ofSeconds(60), () -> backlog.completed() > 100);
            var callsBefore = api.calls().path("calls").asInt();
            var before = backlog.completed();
            var began = System.nanoTime();
            Wait.pause(Duration.ofSeconds(isQuick ? 8 : 15));
            var done = backlog.completed() - before;
            var perSecond = done / ((System.nanoTime() - began) / 1e9);
            var calls = api.calls().path("calls").asInt() - callsBefore;
            api.fakeLlm("{\"capacity\":1000000}");
            pod.stop();
            rows.add(Row.toldTimes("a provider that takes 16 at once: of its ideal", perSecond, 32, PER_SECOND));
            rows.add(Row.told("a provider that takes 16 at once: calls that it refused", 100.0 * (calls - done) / calls,
                    "%"));
            rows.add(Row.exactly("a provider that takes 16 at once: attempts spent", 0,
                    stack.database().number("SELECT sum(attempts) FROM transcripts"), "attempts"));
        }

        private Server pod(int inFlight) {
            var pod = stack.anotherClassifier("classifier-%d-in-flight-%d".formatted(inFlight, started++),
                    Map.of("ROLECALL_CONCURRENCY_MAX_IN_FLIGHT", "" + inFlight));
            pod.server().start();
            return pod.server();
        }

        private Server springConsumer(String way, int inFlight) {
            var port = Ports.free().classifier();
            var server = stack.rival(SPRING_OPTIONS, "dev/benchmarks/spring-consumer",
                    "spring-%s-%d".formatted(way, started++),
                    "dev.rolecall.springconsumer.SpringConsumer",
                    List.of("" + port, way, "" + inFlight, stack.bootstrapServers(), stack.database().jdbcUrl(),
                            Database.CLASSIFIER, Database.PASSWORD, stack.fakeLlmUrl("/v1").toString()),
                    port);
            server.start();
            return server;
        }

        private void latency(Duration latency) {
            api.fakeLlm("{\"mode\":\"answer\",\"latencyMs\":%d,\"capacity\":1000000}".formatted(latency.toMillis()));
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
