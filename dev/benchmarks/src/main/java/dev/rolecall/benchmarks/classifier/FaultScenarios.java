package dev.rolecall.benchmarks.classifier;

import static dev.rolecall.benchmarks.Progress.say;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Health;
import dev.rolecall.benchmarks.Percentile;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.contract.Topics;
import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.Metrics;

/// Scaling pods, killing one, a provider that is out of quota or down for long, retries that wait: what happens to the
/// jobs.
public final class FaultScenarios implements Benchmark {
    private static final int BODY_SIZE = 10_000;
    private static final Duration LATENCY = Duration.ofSeconds(2);
    /// One minute in one second: the configured pauses are as much shorter.
    private static final Map<String, String> ACCELERATED = Map.of("ROLECALL_CONCURRENCY_FIRST_PAUSE", "83ms",
            "ROLECALL_CONCURRENCY_LONGEST_PAUSE", "1s", "ROLECALL_CONCURRENCY_MAX_IN_FLIGHT", "256");
    private static final Map<String, String> AS_IT_IS = Map.of("ROLECALL_CONCURRENCY_MAX_IN_FLIGHT", "256");

    @Override
    public String about() {
        return "pods that are scaled and killed, a provider out of quota or down for an hour, retries in time";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-fault-scenarios", stack -> measure(stack, isQuick));
    }

    private List<Row> measure(Stack stack, boolean isQuick) {
        say("starting PostgreSQL, Kafka and the fake LLM");
        stack.startServers();
        stack.fakeLlm().start();
        return new Run(stack, isQuick).rows();
    }

    /// One run, with one set of servers.
    private static final class Run {
        private final Stack stack;
        private final Api api;
        private final Backlog backlog;
        private final boolean isQuick;
        private final List<Row> rows = new ArrayList<>();
        private final Map<String, Instant> plannedRetries = new HashMap<>();
        private int started;

        private Run(Stack stack, boolean isQuick) {
            this.stack = stack;
            this.api = new Api(stack);
            this.backlog = new Backlog(stack, BODY_SIZE);
            this.isQuick = isQuick;
        }

        List<Row> rows() {
            backlog.createTopics();
            upAndDown();
            killOneOfFour();
            retriesInTime();
            var waiting = isQuick ? 1000 : 5000;
            provider("out of quota, half an hour (accelerated)", "out-of-quota", ACCELERATED, waiting,
                    Duration.ofSeconds(isQuick ? 10 : 30));
            provider("503 for an hour (accelerated)", "failing", ACCELERATED, waiting,
                    Duration.ofSeconds(isQuick ? 10 : 60));
            if (!isQuick) {
                provider("out of quota, five real minutes", "out-of-quota", AS_IT_IS, waiting, Duration.ofMinutes(5));
            }
            return rows;
        }

        /// One pod, then four, then one again, while there is always work.
        private void upAndDown() {
            say("scaling 1 → 4 → 1 pods");
            begin(LATENCY);
            var count = isQuick ? 1500 : 4000;
            backlog.add(count);
            var first = pod(Map.of());
            Wait.until(Duration.ofSeconds(60), () -> backlog.completed() > 64);
            var others = List.of(pod(Map.of()), pod(Map.of()), pod(Map.of()));
            Wait.pause(Duration.ofSeconds(isQuick ? 5 : 12));
            others.forEach(pod -> pod.server().stop());
            var isDone = backlog.awaitCompleted(count, Duration.ofMinutes(5));
            var calls = (double) api.calls().path("calls").asInt() / count;
            first.server().stop();
            rows.add(Row.exactly("scaling 1 → 4 → 1: completed", count, isDone ? count : backlog.completed(), "jobs"));
            rows.add(Row.atMost("scaling 1 → 4 → 1: LLM calls per transcript", 1.01, calls, "calls"));
            rows.add(Row.exactly("scaling 1 → 4 → 1: dead letters", 0, (double) backlog.records(Topics.DEAD_LETTER),
                    "records"));
            rows.add(Row.exactly("scaling 1 → 4 → 1: attempts spent", 0, attempts(), "attempts"));
        }

        private void killOneOfFour() {
            say("kill -9 of one pod of four");
            begin(LATENCY);
            var count = 2000;
            var pods = List.of(pod(Map.of()), pod(Map.of()), pod(Map.of()), pod(Map.of()));
            backlog.add(count);
            var victim = pods.getFirst();
            Wait.until(Duration.ofSeconds(60), () -> backlog.completed() > count / 4 && inFlight(victim) > 20);
            var held = inFlight(victim);
            victim.server().kill();
            var isDone = backlog.awaitCompleted(count, Duration.ofMinutes(5));
            var again = twice();
            pods.subList(1, pods.size()).forEach(pod -> pod.server().stop());
            rows.add(Row.exactly("kill -9 of one of four: completed", count, isDone ? count : backlog.completed(),
                    "jobs"));
            rows.add(Row.atLeast("kill -9 of one of four: jobs that it had in flight", 20, held, "jobs"));
            rows.add(Row.atMostTimes("kill -9 of one of four: asked again, of those", 1, again, Math.max(1, held),
                    "jobs"));
            rows.add(
                    Row.exactly("kill -9 of one of four: dead letters", 0, (double) backlog.records(Topics.DEAD_LETTER),
                            "records"));
        }

        private static double inFlight(Pod pod) {
            return new Metrics(pod.management("/q/metrics")).value("rolecall_jobs_in_flight");
        }

        /// Every job fails once or twice: some wait five seconds while others wait longer.
        private void retriesInTime() {
            say("retries: planned against actual");
            begin(Duration.ofMillis(50));
            var pod = pod(Map.of("ROLECALL_SETTLEMENT_DELAYS", "5s,20s,30s,10m"));
            var slow = fail(200, 2);
            var fast = fail(200, 1);
            var late = new ArrayList<Double>();
            Wait.until(Duration.ofSeconds(90), () -> backlog.completed() == slow.size() + fast.size());
            var calls = api.calls().path("firstAt");
            plannedRetries.forEach((id, planned) -> late
                    .add((calls.path(id + "-1").asLong() - planned.toEpochMilli()) / 1000.0));
            pod.server().stop();
            late.sort(null);
            rows.add(Row.exactly("retries: completed", slow.size() + fast.size(), backlog.completed(), "jobs"));
            rows.add(Row.atMost("retries: later than planned, p99", 1, Percentile.of(late, 99), "s"));
            rows.add(
                    Row.atLeast("retries: earliest, against the plan", 0, late.isEmpty() ? Double.NaN : late.getFirst(),
                            "s"));
        }

        /// Lets jobs fail, and records when each is due again.
        private List<UUID> fail(int count, int times) {
            api.fakeLlm("{\"mode\":\"garbage\"}");
            var ids = backlog.store(count);
            backlog.publish(ids);
            Wait.until(Duration.ofSeconds(60), () -> stack.database().number(
                    "SELECT count(*) FROM transcripts WHERE attempts = %d AND processing_status = 'pending'"
                            .formatted(times)) >= count);
            notePlans();
            api.fakeLlm("{\"mode\":\"answer\"}");
            api.forgetCalls();
            return ids;
        }

        private void notePlans() {
            try (var connection = stack.database().connectAsSuperuser();
                    var statement = connection.createStatement();
                    var found = statement
                            .executeQuery("SELECT id, not_before FROM transcripts WHERE not_before IS NOT NULL")) {
                while (found.next()) {
                    plannedRetries.put(found.getString("id"), found.getTimestamp("not_before").toInstant());
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the plans cannot be read", e);
            }
        }

        /// A provider that fails for every call, with jobs waiting.
        private void provider(String what, String mode, Map<String, String> settings, int waiting, Duration time) {
            say("%s, with %d jobs waiting".formatted(what, waiting));
            begin(Duration.ofMillis(200));
            api.fakeLlm("{\"mode\":\"%s\"}".formatted(mode));
            backlog.add(waiting);
            var pod = pod(settings);
            var down = 0;
            var unready = 0;
            for (var end = Instant.now().plus(time); Instant.now().isBefore(end);) {
                down += Health.isUp(pod, "live") ? 0 : 1;
                unready += Health.isUp(pod, "ready") ? 0 : 1;
                Wait.pause(Duration.ofMillis(500));
            }
            var calls = api.calls().path("calls").asInt();
            var dead = backlog.records(Topics.DEAD_LETTER);
            var attempts = attempts();
            api.fakeLlm("{\"mode\":\"answer\"}");
            var mended = Instant.now();
            var isDone = backlog.awaitCompleted(waiting, Duration.ofMinutes(5));
            var drained = Duration.between(mended, Instant.now()).toMillis() / 1000.0;
            pod.server().stop();
            rows.add(Row.exactly(what + ": liveness checks that were DOWN", 0, down, "checks"));
            rows.add(Row.exactly(what + ": readiness checks that were DOWN", 0, unready, "checks"));
            rows.add(Row.exactly(what + ": dead letters", 0, (double) dead, "records"));
            rows.add(mode.equals("failing")
                    ? Row.atMost(what + ": attempts spent before the outage was detected", 20, attempts,
                            "attempts")
                    : Row.exactly(what + ": attempts spent", 0, attempts, "attempts"));
            rows.add(Row.told(what + ": LLM calls meanwhile", calls, "calls"));
            rows.add(Row.exactly(what + ": completed without intervention", waiting,
                    isDone ? waiting : backlog.completed(),
                    "jobs"));
            rows.add(Row.told(what + ": drained after the provider worked again", drained, "s"));
        }

        private double attempts() {
            return stack.database().number("SELECT coalesce(sum(attempts), 0) FROM transcripts");
        }

        private void begin(Duration latency) {
            backlog.forget();
            api.fakeLlm("{\"mode\":\"answer\",\"latencyMs\":%d}".formatted(latency.toMillis()));
            api.forgetCalls();
        }

        private Pod pod(Map<String, String> settings) {
            var pod = stack.anotherClassifier("classifier-" + started++, settings);
            pod.server().start();
            return pod;
        }

        /// Jobs with more than one LLM call.
        private double twice() {
            var twice = 0;
            for (JsonNode count : api.calls().path("byClientRequestId")) {
                twice += count.asInt() > 1 ? 1 : 0;
            }
            return twice;
        }
    }
}
