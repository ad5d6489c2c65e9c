package dev.rolecall.benchmarks;

import static dev.rolecall.benchmarks.Progress.say;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.rolecall.localstack.Llm;
import dev.rolecall.localstack.Ports;
import dev.rolecall.localstack.Server;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.History;
import dev.rolecall.systemtests.PacedCallbacks;

/// The whole way of a callback, under a burst and while processes are killed.
final class MainJob implements Benchmark {
    private static final int IN_FLIGHT = 64;
    private static final int BURST = 300;
    private static final int BODY_SIZE = 100_000;
    /// How many jobs are in flight when a process is killed.
    private static final int AT_LEAST_IN_FLIGHT = 20;
    private static final Duration BETWEEN_CALLBACKS = Duration.ofMillis(40);
    private static final Duration LATENCY = Duration.ofMillis(1500);
    private static final Duration AFTER_LAST_RESTART = Duration.ofSeconds(60);

    private final boolean isThroughPgBouncer;

    MainJob(boolean isThroughPgBouncer) {
        this.isThroughPgBouncer = isThroughPgBouncer;
    }

    @Override
    public String about() {
        return isThroughPgBouncer
                ? "main-job, with PgBouncer in transaction mode before PostgreSQL"
                : "a burst of 300 callbacks, then paced ones during which every process is killed once";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return isThroughPgBouncer ? throughPgBouncer(isQuick) : FreshStack.use("bench-main-job", stack -> {
            stack.startServers();
            return measure(stack, isQuick);
        });
    }

    private List<Row> throughPgBouncer(boolean isQuick) {
        var port = Ports.free().postgres();
        return FreshStack.use("bench-main-job-pgbouncer", Llm.fake(), PgBouncer.settings(port), stack -> {
            stack.startServers();
            try (var _ = PgBouncer.start(stack, port)) {
                return measure(stack, isQuick);
            }
        });
    }

    private List<Row> measure(Stack stack, boolean isQuick) {
        say("starting the fake LLM and both services");
        List.of(stack.fakeLlm(), stack.webhook(), stack.classifier()).forEach(Server::start);
        var rows = new ArrayList<Row>();
        rows.addAll(burst(stack));
        rows.addAll(kills(stack, isQuick ? 1000 : 3000));
        return rows;
    }

    private List<Row> burst(Stack stack) {
        var api = new Api(stack);
        var bodies = CallbackBodies.of(BODY_SIZE);
        warmUp(api, bodies, stack);
        var latency = Duration.ofSeconds(2);
        api.fakeLlm("{\"latencyMs\": %d}".formatted(latency.toMillis()));
        say("%d callbacks of %d KB at once, the LLM takes %d s".formatted(BURST, BODY_SIZE / 1000,
                latency.toSeconds()));
        var history = new History();
        var began = Instant.now();
        try (var callbacks = PacedCallbacks.start(api, bodies, history, BURST, Duration.ZERO)) {
            callbacks.join();
            var ideal = latency.toMillis() / 1000.0 * BURST / IN_FLIGHT;
            Wait.until(Duration.ofSeconds(60), () -> history.account(stack.database()).completed() == BURST);
            var took = Duration.between(began, Instant.now()).toMillis() / 1000.0;
            return List.of(
                    Row.exactly("burst: answers of 200", BURST, history.answers().getOrDefault(200, 0), "answers"),
                    Row.exactly("burst: other answers, or none", 0,
                            history.answers().values().stream().mapToInt(Integer::intValue).sum()
                                    - history.answers().getOrDefault(200, 0),
                            "answers"),
                    Row.exactly("burst: labelled", BURST, history.account(stack.database()).completed(), "jobs"),
                    Row.atMost("burst: all labelled after (1.3 × ideal of %.1f s, + 5 s)".formatted(ideal),
                            1.3 * ideal + 5, took, "s"));
        }
    }

    /// Warms up the JVMs, whose first calls are not measured.
    private void warmUp(Api api, CallbackBodies bodies, Stack stack) {
        say("warming up");
        var history = new History();
        try (var callbacks = PacedCallbacks.start(api, bodies, history, 50, Duration.ofMillis(20))) {
            callbacks.join();
        }
        Wait.until(Duration.ofSeconds(60), () -> history.account(stack.database()).completed() == 50);
    }

    private List<Row> kills(Stack stack, int count) {
        var api = new Api(stack);
        api.fakeLlm("{\"latencyMs\": %d}".formatted(LATENCY.toMillis()));
        api.forgetCalls();
        say("%d callbacks, one each %d ms, the LLM takes %.1f s".formatted(count, BETWEEN_CALLBACKS.toMillis(),
                LATENCY.toMillis() / 1000.0));
        var history = new History();
        var inFlight = new ArrayList<Integer>();
        try (var callbacks = PacedCallbacks.start(api, CallbackBodies.of(10_000), history, count, BETWEEN_CALLBACKS)) {
            var victims = List.of(stack.classifier(), stack.kafka(), stack.webhook(), stack.postgres());
            for (var i = 0; i < victims.size(); i++) {
                var left = count - count * (i + 1) / (victims.size() + 1);
                Wait.until(Duration.ofMinutes(5), () -> callbacks.unsent() <= left);
                inFlight.add(kill(victims.get(i), api));
            }
            var restarted = Instant.now();
            callbacks.join();
            Wait.until(AFTER_LAST_RESTART.minus(Duration.between(restarted, Instant.now())),
                    () -> history.account(stack.database()).isClear());
            return rows(stack, count, history, inFlight, Duration.between(restarted, Instant.now()), api);
        }
    }

    /// @return how many calls the fake LLM was answering when the server was killed
    private int kill(Server victim, Api api) {
        Wait.until(Duration.ofSeconds(90), () -> inFlight(api) >= AT_LEAST_IN_FLIGHT);
        var inFlight = inFlight(api);
        say("kill -9 of %s with %d jobs in flight".formatted(victim.name(), inFlight));
        victim.kill();
        Wait.pause(Duration.ofSeconds(2));
        victim.start();
        return inFlight;
    }

    private static int inFlight(Api api) {
        return api.calls().path("inFlight").asInt();
    }

    private static List<Row> rows(Stack stack, int count, History history, List<Integer> inFlight, Duration settled,
            Api api) {
        var account = history.account(stack.database());
        return List.of(
                Row.atLeast("kills: jobs in flight at each of the four, the fewest", AT_LEAST_IN_FLIGHT,
                        inFlight.stream().mapToInt(Integer::intValue).min().orElse(0), "jobs"),
                Row.exactly("kills: callbacks that got their 200", count, account.acknowledged(), "callbacks"),
                Row.exactly("kills: acknowledged and lost", 0, account.lost(), "callbacks"),
                Row.exactly("kills: completed with one shown result", count, account.completed(), "jobs"),
                Row.exactly("kills: results beyond the shown one", 0, account.extraResults(), "results"),
                Row.exactly("kills: stuck", 0, account.stuck() + account.withoutResult(), "jobs"),
                Row.exactly("kills: dead-lettered", 0, account.dead(), "jobs"),
                Row.atMost("kills: settled after the last restart", (double) AFTER_LAST_RESTART.toSeconds(),
                        settled.toMillis() / 1000.0, "s"),
                Row.told("kills: LLM calls per transcript", (double) api.calls().path("calls").asInt() / count,
                        "calls"));
    }
}
