package dev.rolecall.benchmarks.overload;

import static dev.rolecall.benchmarks.Progress.say;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.EmptyTables;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.overload.Answers.Answer;
import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Resident;

/// Twice as many callbacks as the service can store, and a thousand at one moment, with Deepgram's repeats. The service
/// has one core.
public final class Overload implements Benchmark {
    private static final double SHARE_OF_PEAK = 0.7;
    private static final int AT_ONCE = 1_000;
    private static final int MAX_ROUNDS = 8;
    private static final double GROWTH = 1.1;
    private static final String PER_SECOND = "a second";
    /// Deepgram repeats after 30 s; here after half the time of the overload, as if that took a minute.
    private static final int REPEATS_IN_OVERLOAD = 2;
    private static final String CALLBACK = "/callback";
    private static final Duration FIRST = Duration.ofSeconds(5);

    @Override
    public String about() {
        return "twice the peak offered over 1,000 connections: goodput, refusals, recovery, and nothing lost";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-overload", stack -> {
            say("starting PostgreSQL and Kafka");
            stack.startServers();
            var rows = new ArrayList<Row>();
            rows.addAll(size(stack, isQuick, "1 KB", 1_000));
            rows.addAll(size(stack, isQuick, "100 KB", 100_000));
            rows.addAll(size(stack, isQuick, "1 MB", 1_000_000));
            return rows;
        });
    }

    private static List<Row> size(Stack stack, boolean isQuick, String name, int size) {
        var pod = podOnOneCore(stack, "0s");
        var bodies = CallbackBodies.of(size);
        try (var sender = new Sender(pod.url(CALLBACK), bodies)) {
            startOnOneCore(pod);
            return new Run(stack, pod, bodies, sender, isQuick, name).rows();
        } finally {
            pod.server().stop();
        }
    }

    private static Pod podOnOneCore(Stack stack, String warmUp) {
        return stack.anotherWebhook("webhook-service", Map.of("JAVA_TOOL_OPTIONS", "-XX:ActiveProcessorCount=1",
                "ROLECALL_WARM_UP_DURATION", warmUp));
    }

    /// From its first moment: threads inherit it from the thread that starts them.
    private static void startOnOneCore(Pod pod) {
        pod.server().launch();
        onOneCore(pod.server().pid());
        pod.server().awaitReady();
    }

    private static void onOneCore(long pid) {
        try {
            var pinned = new ProcessBuilder("taskset", "-a", "-c", "-p", "0", "" + pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (pinned.waitFor() != 0) {
                throw new IllegalStateException("taskset failed to give webhook-service one core");
            }
        } catch (IOException e) {
            throw new IllegalStateException("taskset (of util-linux) is missing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// One size of bodies, with a service of its own.
    private static final class Run {
        private final Stack stack;
        private final Pod pod;
        private final CallbackBodies bodies;
        private final Sender sender;
        private final boolean isQuick;
        private final String name;
        private final List<Row> rows = new ArrayList<>();

        private Run(Stack stack, Pod pod, CallbackBodies bodies, Sender sender, boolean isQuick, String name) {
            this.stack = stack;
            this.pod = pod;
            this.bodies = bodies;
            this.sender = sender;
            this.isQuick = isQuick;
            this.name = name;
        }

        private List<Row> rows() {
            say(name + ": warming up");
            sender.peak(64, seconds(40, 60));
            var peak = peak();
            add(Row.told("peak", peak, PER_SECOND));
            recovery(peak);
            withRepeats(peak);
            burst(peak);
            add(Row.atMost("peak resident memory of the process", 600, Resident.atItsLargest(pod.server()), "MB"));
            start(peak);
            return rows;
        }

        /// The best of three numbers of connections. Measured until it has not grown twice: a JVM becomes faster for
        /// minutes.
        private double peak() {
            var best = 0.0;
            var withoutGrowth = 0;
            for (var round = 1; round <= MAX_ROUNDS && withoutGrowth < 2; round++) {
                var peak = peakNow();
                say("%s: peak %.0f a second".formatted(name, peak));
                withoutGrowth = peak < GROWTH * best ? withoutGrowth + 1 : 0;
                best = Math.max(best, peak);
            }
            return best;
        }

        private double peakNow() {
            var time = seconds(3, 10);
            return Stream.of(16, 64, 256)
                    .mapToDouble(atOnce -> fresh(() -> sender.peak(atOnce, time)).storedPerSecond(time))
                    .max()
                    .orElseThrow();
        }

        private void recovery(double peak) {
            say(name + ": 70 % of the peak, 200 %, 70 %");
            var time = seconds(8, 60);
            var usual = peak * SHARE_OF_PEAK;
            var before = fresh(() -> sender.atRate(usual, seconds(5, 20), Duration.ZERO));
            var began = processorTime();
            var overload = sender.atRate(2 * peak, time, Duration.ZERO);
            var used = processorTime().minus(began);
            var back = sender.atRate(usual, seconds(10, 25), Duration.ZERO).dueFrom(Duration.ofSeconds(5));
            add(Row.exactly("70 %: answers other than 200", 0, before.refused() + before.failed(), "answers"));
            add(Row.atMost("70 %: p99 from the last byte sent", 100, before.okPercentile(99, Answer::sinceSent),
                    "ms"));
            add(Row.atMost("70 %: p99 from the intended send", 150, before.okPercentile(99, Answer::sinceDue), "ms"));
            overloaded("200 %", overload, peak, time);
            // less than one: the sender and PostgreSQL took the rest of the machine
            add(Row.told("200 %: processor time of the service", (double) used.toMillis() / time.toMillis(), "cores"));
            add(Row.atMostTimes("back at 70 %, after 5 s: p99, of before", 1.5,
                    back.okPercentile(99, Answer::sinceDue), before.okPercentile(99, Answer::sinceDue), "ms"));
            add(Row.exactly("back at 70 %, after 5 s: answers other than 200", 0, back.refused() + back.failed(),
                    "answers"));
        }

        private Duration processorTime() {
            return ProcessHandle.of(pod.server().pid()).flatMap(it -> it.info().totalCpuDuration()).orElseThrow();
        }

        private void withRepeats(double peak) {
            say(name + ": 200 %, with repeats");
            var time = seconds(8, 60);
            var overload = fresh(() -> sender.atRate(2 * peak, time, time.dividedBy(REPEATS_IN_OVERLOAD)));
            overloaded("200 %, with repeats", overload, peak, time);
            add(Row.exactly("200 %, with repeats: lost", 0, overload.lost(), "callbacks"));
        }

        private void burst(double peak) {
            say(name + ": 70 %, and a thousand at one moment");
            var burst = fresh(() -> sender.atRate(peak * SHARE_OF_PEAK, seconds(8, 20), seconds(4, 30), AT_ONCE));
            add(Row.exactly("a thousand at once: lost", 0, burst.lost(), "callbacks"));
            add(Row.exactly("a thousand at once: neither 200 nor 503", 0, burst.failed(), "answers"));
            add(Row.told("a thousand at once: answers of 503", burst.refused(), "answers"));
            add(Row.told("a thousand at once: p99 from the intended send", burst.okPercentile(99, Answer::sinceDue),
                    "ms"));
        }

        /// A pod that has just become ready, as in a rolling restart, with and without a warm-up.
        private void start(double peak) {
            pod.server().stop();
            var cold = firstSeconds("0s");
            add(Row.told("start without a warm-up: until ready", cold.untilReady, "ms"));
            add(Row.told("start without a warm-up: stored in the first 5 s", cold.perSecond, PER_SECOND));
            var warm = firstSeconds("10s");
            add(Row.atMost("start: until ready", 5_000, warm.untilReady, "ms"));
            add(Row.atLeastTimes("start: stored in the first 5 s, of the peak", 0.8, warm.perSecond, peak,
                    PER_SECOND));
        }

        private Start firstSeconds(String warmUp) {
            say("%s: a new pod, with %s to warm up".formatted(name, warmUp));
            var fresh = podOnOneCore(stack, warmUp);
            var began = System.nanoTime();
            try (var load = new Sender(fresh.url(CALLBACK), bodies)) {
                startOnOneCore(fresh);
                var untilReady = (System.nanoTime() - began) / 1e6;
                return new Start(untilReady, fresh(() -> load.peak(64, FIRST)).storedPerSecond(FIRST));
            } finally {
                fresh.server().stop();
            }
        }

        /// @param untilReady milliseconds
        private record Start(double untilReady, double perSecond) {}

        private void overloaded(String load, Answers overload, double peak, Duration time) {
            var later = overload.dueFrom(Duration.ofSeconds(5));
            add(Row.atLeastTimes(load + ": stored, of the peak", 0.9, overload.storedPerSecond(time), peak,
                    PER_SECOND));
            add(Row.atMost(load + ", after 5 s: p99 of the 200s", 1_000, later.okPercentile(99, Answer::sinceDue),
                    "ms"));
            add(Row.atMost(load + ", after 5 s: slowest 503", 300, later.slowestRefusal(), "ms"));
            add(Row.exactly(load + ": neither 200 nor 503", 0, overload.failed(), "answers"));
        }

        /// Also says it at once: a service that ends in the middle has shown something until then.
        private void add(Row row) {
            say("%s, %s: %s %s".formatted(name, row.what(), row.measured(), row.unit()));
            rows.add(new Row(name + ", " + row.what(), row.asked(), row.measured(), row.unit(), row.holds()));
        }

        private Duration seconds(int quick, int full) {
            return Duration.ofSeconds(isQuick ? quick : full);
        }

        private Answers fresh(Supplier<Answers> load) {
            EmptyTables.in(stack.database());
            return load.get();
        }
    }
}
