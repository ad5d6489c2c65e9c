package dev.rolecall.benchmarks.receiving;

import static dev.rolecall.benchmarks.Progress.say;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.EmptyTables;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Percentile;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.receiving.Sender.Answer;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Ports;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Metrics;
import dev.rolecall.systemtests.Resident;

/// How fast callbacks are acknowledged, compared with the baseline server and with plain json and jsonb columns.
public final class Receiving implements Benchmark {
    private static final double SHARE_OF_PEAK = 0.7;
    private static final String PER_SECOND = "a second";
    private static final String ACKNOWLEDGEMENT = "rolecall_callback_acknowledgement_seconds_bucket{";

    @Override
    public String about() {
        return "callbacks of 1 KB to 20 MB compared with a baseline server, without Kafka, and beside slow senders";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-receiving", stack -> measure(stack, isQuick));
    }

    private List<Row> measure(Stack stack, boolean isQuick) {
        var baselinePort = Ports.free().webhook();
        var baseline = stack.rival(List.of(Stack.jvmOptions("webhook-service")), "dev/benchmarks", "baseline",
                BaselineServer.class.getName(),
                List.of("" + baselinePort, "127.0.0.1", "" + stack.ports().postgres(), Database.NAME,
                        Database.WEBHOOK, Database.PASSWORD),
                baselinePort);
        Runtime.getRuntime().addShutdownHook(new Thread(baseline::stop));
        say("starting PostgreSQL, Kafka, webhook-service and the baseline server");
        stack.startServers();
        stack.webhook().start();
        baseline.start();
        try {
            return new Run(stack, URI.create("http://127.0.0.1:" + baselinePort), isQuick).rows();
        } finally {
            baseline.stop();
        }
    }

    /// One run, with one set of processes.
    private static final class Run {
        private final Stack stack;
        private final URI ours;
        private final URI baseline;
        private final boolean isQuick;
        private final Metrics metrics;
        private final List<Row> rows = new ArrayList<>();
        private double smallPeak;

        private Run(Stack stack, URI baseline, boolean isQuick) {
            this.stack = stack;
            this.ours = stack.webhookUrl("/callback");
            this.baseline = baseline;
            this.isQuick = isQuick;
            this.metrics = new Metrics(stack.webhookManagement("/q/metrics"));
        }

        List<Row> rows() {
            stack.database().execute("CREATE TABLE baseline_json (id uuid PRIMARY KEY, body json)",
                    "CREATE TABLE baseline_jsonb (id uuid PRIMARY KEY, body jsonb)",
                    "GRANT INSERT ON baseline_json, baseline_jsonb TO " + Database.WEBHOOK);
            rows.add(Row.exactly("PostgreSQL: fsync and synchronous_commit are on", 2,
                    stack.database().number(
                            "SELECT count(*) FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit') AND setting = 'on'"),
                    "settings"));
            warmUp();
            size("1 KB", 1_000, 64);
            size("10 KB", 10_000, 64);
            size("100 KB", 100_000, 32);
            size("1 MB", 1_000_000, 16);
            large("5 MB", 5_000_000);
            large("20 MB", 20_000_000);
            empty();
            rows.addAll(new WithoutKafka(stack, metrics, smallPeak / 2, seconds(6, 60), seconds(15, 600)).rows());
            rows.addAll(new SlowSenders(ours, seconds(8, 20)).rows());
            process();
            return rows;
        }

        /// Warm-up: the JIT compiler is busy for a minute of load, and shares the two cores.
        private void warmUp() {
            say("warming up");
            for (var size : List.of(1_000, 100_000, 1_000_000)) {
                var bodies = CallbackBodies.of(size);
                Load.peak(ours, bodies, 32, seconds(size == 1_000 ? 12 : 4, 60));
                for (var path : List.of("/baseline", "/baseline-compressed", "/json", "/jsonb")) {
                    Load.peak(baseline(path), bodies, 32, seconds(1, path.equals("/baseline") ? 30 : 8));
                }
            }
        }

        private void size(String name, int size, int connections) {
            var bodies = CallbackBodies.of(size);
            say(name + ": peaks, in turns");
            var plain = size >= 100_000 ? List.of("/json", "/jsonb") : List.<String>of();
            var paths = new ArrayList<>(List.of("", "/baseline", "/baseline-compressed"));
            paths.addAll(plain);
            var peaks = peaks(paths, bodies, connections);
            var peak = peaks.get(0);
            if (size == 1_000) {
                smallPeak = peak;
            }
            rows.add(Row.told(name + ": peak", peak, PER_SECOND));
            rows.add(size == 10_000
                    ? Row.toldTimes(name + ": peak, of the baseline's", peak, peaks.get(1), PER_SECOND)
                    : Row.atLeastTimes(name + ": peak, of the baseline's", 0.7, peak, peaks.get(1), PER_SECOND));
            rows.add(Row.toldTimes(name + ": peak, of a baseline that is sent compressed bodies", peak, peaks.get(2),
                    PER_SECOND));
            if (!plain.isEmpty()) {
                rows.add(Row.atLeastTimes(name + ": peak, of the json column's", 2, peak, peaks.get(3), PER_SECOND));
                rows.add(Row.toldTimes(name + ": peak, of the jsonb column's", peak, peaks.get(4), PER_SECOND));
            }
            atShareOfPeak(name, bodies, connections, peak * SHARE_OF_PEAK);
        }

        private List<Double> peaks(List<String> paths, CallbackBodies bodies, int connections) {
            var rounds = new ArrayList<List<Double>>();
            for (var round = 0; round < (isQuick ? 1 : 3); round++) {
                rounds.add(paths.stream()
                        .map(path -> fresh(() -> Load.peak(path.isEmpty() ? ours : baseline(path), bodies, connections,
                                seconds(2, 8)).perSecond()))
                        .toList());
            }
            return IntStream.range(0, paths.size())
                    .mapToObj(i -> median(rounds.stream().map(round -> round.get(i)).toList()))
                    .toList();
        }

        private void atShareOfPeak(String name, CallbackBodies bodies, int connections, double perSecond) {
            say("%s: %d %% of the peak, %.0f a second".formatted(name, Math.round(SHARE_OF_PEAK * 100), perSecond));
            var time = seconds(4, 20);
            var theirs = fresh(() -> Load.atRate(baseline("/baseline"), bodies, connections, perSecond, time));
            var before = metrics.histogram(ACKNOWLEDGEMENT);
            var us = fresh(() -> Load.atRate(ours, bodies, connections, perSecond, time));
            var fromLastByte = metrics.histogram(ACKNOWLEDGEMENT).since(before);
            var at = name + " at 70 %: ";
            rows.add(Row.exactly(at + "answers other than 200", 0, us.busy() + us.other(), "answers"));
            rows.add(Row.atMost(at + "p99 from the last byte received", 100, fromLastByte.percentile(99), "ms"));
            rows.add(Row.atMost(at + "p99 from the intended send", 150, us.due().p99(), "ms"));
            rows.add(Row.told(at + "p50", us.sent().p50(), "ms"));
            rows.add(Row.atMostTimes(at + "p50, of the baseline's", 2, us.sent().p50(), theirs.sent().p50(), "ms"));
        }

        private void large(String name, int size) {
            say(name + ": one at a time");
            var bodies = CallbackBodies.of(size);
            var count = isQuick ? 12 : 100;
            oneAtATime(ours, bodies, 4);
            var theirs = fresh(() -> oneAtATime(baseline("/baseline"), bodies, count));
            var us = fresh(() -> oneAtATime(ours, bodies, count));
            rows.add(Row.exactly(name + ": answers of 200", count,
                    Answer.count(us, 200), "answers"));
            rows.add(Row.atMost(name + ": p99 from the last byte received", 100, percentile(us, 99), "ms"));
            rows.add(
                    Row.atMostTimes(name + ": p50, of the baseline's", 2, percentile(us, 50), percentile(theirs, 50),
                            "ms"));
        }

        private List<Answer> oneAtATime(URI uri, CallbackBodies bodies, int count) {
            return IntStream.range(0, count)
                    .mapToObj(_ -> Sender.send(uri, bodies.withRequestId(java.util.UUID.randomUUID())))
                    .toList();
        }

        private void process() {
            rows.add(Row.atMost("peak resident memory of the process", 600, Resident.atItsLargest(stack.webhook()),
                    "MB"));
            rows.add(Row.exactly("OutOfMemoryErrors in its log", 0, outOfMemory(), "errors"));
        }

        private double outOfMemory() {
            try (var lines = Files.lines(stack.folder().log("webhook-service"))) {
                return (double) lines.filter(line -> line.contains("OutOfMemoryError")).count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private URI baseline(String path) {
            return baseline.resolve(path);
        }

        private Duration seconds(int quick, int full) {
            return Duration.ofSeconds(isQuick ? quick : full);
        }

        private <T> T fresh(Supplier<T> measurement) {
            empty();
            return measurement.get();
        }

        private void empty() {
            // nothing publishes these
            stack.database().execute("DELETE FROM outbox WHERE writer = 'baseline'");
            EmptyTables.in(stack.database(), "baseline_json", "baseline_jsonb");
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
    }

    private static double percentile(List<Answer> answers, int percent) {
        return Percentile.of(answers.stream().map(Answer::waited).toList(), percent);
    }
}
