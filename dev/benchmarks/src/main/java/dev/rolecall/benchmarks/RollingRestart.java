package dev.rolecall.benchmarks;

import static dev.rolecall.benchmarks.Progress.say;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.History;
import dev.rolecall.systemtests.PacedCallbacks;

/// Two pods of each service are replaced one after the other under callbacks, as a Deployment does it: a new pod is
/// ready before an old one is stopped.
final class RollingRestart implements Benchmark {
    private static final Duration BETWEEN_CALLBACKS = Duration.ofMillis(100);
    /// As in a cluster: a cold pod stores a few percent of what it can later.
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration LATENCY = Duration.ofMillis(1500);
    /// Between removing a pod from the ingress and stopping it: 5 s in k8s/base/webhook-service.yaml.
    private static final Duration PRE_STOP = Duration.ofSeconds(1);

    @Override
    public String about() {
        return "both services replaced pod by pod under callbacks and readers whose keys change: only 200s, no LLM call twice";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-rolling-restart", stack -> {
            try (var ingress = new Ingress()) {
                var run = new Run(stack, ingress, isQuick ? 1 : 3);
                try {
                    return run.rows();
                } finally {
                    run.stopPods();
                }
            }
        });
    }

    /// One run, with one set of servers.
    private static final class Run {
        private final Stack stack;
        private final Ingress ingress;
        private final Api api;
        private final int rounds;
        private final List<Pod> webhooks = new CopyOnWriteArrayList<>();
        private final List<Pod> classifiers = new ArrayList<>();
        private int started;

        private Run(Stack stack, Ingress ingress, int rounds) {
            this.stack = stack;
            this.ingress = ingress;
            this.api = new Api(stack, ingress.url(""));
            this.rounds = rounds;
        }

        private List<Row> rows() {
            say("starting PostgreSQL, Kafka, the fake LLM and two pods of each service");
            stack.startServers();
            stack.fakeLlm().start();
            api.fakeLlm("{\"latencyMs\": %d}".formatted(LATENCY.toMillis()));
            for (var i = 0; i < 2; i++) {
                webhooks.add(webhook());
                classifiers.add(classifier());
            }
            webhooks.forEach(ingress::add);
            return restart();
        }

        private void stopPods() {
            webhooks.forEach(pod -> pod.server().stop());
            classifiers.forEach(pod -> pod.server().stop());
        }

        private List<Row> restart() {
            var history = new History();
            // more than are ever sent: the restarts end the run
            var keys = KeyRotation.start(ingress.url(""), stack.apiKey(), () -> List.copyOf(webhooks));
            try (keys;
                    var callbacks = PacedCallbacks.start(api, CallbackBodies.of(100_000), history, 100_000,
                            BETWEEN_CALLBACKS)) {
                Wait.pause(Duration.ofSeconds(5));
                for (var i = 0; i < rounds; i++) {
                    say("round %d of %d: webhook-service, then classifier-service".formatted(i + 1, rounds));
                    roll(webhooks, this::webhook, ingress::add, this::takeOut);
                    roll(classifiers, this::classifier, _ -> {}, _ -> {});
                }
                Wait.pause(Duration.ofSeconds(2));
                var _ = callbacks.stop();
            }
            Wait.until(Duration.ofSeconds(60), () -> history.account(stack.database()).isClear());
            return Stream.concat(rows(history).stream(), keys.rows().stream()).toList();
        }

        private void roll(List<Pod> pods, Supplier<Pod> replacement, Consumer<Pod> putIn, Consumer<Pod> takeOut) {
            for (var old : List.copyOf(pods)) {
                var fresh = replacement.get();
                putIn.accept(fresh);
                pods.add(fresh);
                takeOut.accept(old);
                old.server().stop();
                pods.remove(old);
            }
        }

        private void takeOut(Pod pod) {
            ingress.remove(pod);
            Wait.pause(PRE_STOP);
        }

        private Pod webhook() {
            var pod = stack.anotherWebhook("webhook-%d".formatted(started++),
                    Map.of("ROLECALL_WARM_UP_DURATION", WARM_UP.toSeconds() + "s"));
            pod.server().start();
            return pod;
        }

        private Pod classifier() {
            var pod = stack.anotherClassifier("classifier-%d".formatted(started++), Map.of());
            pod.server().start();
            return pod;
        }

        private List<Row> rows(History history) {
            var account = history.account(stack.database());
            var answers = history.answers();
            var all = answers.values().stream().mapToInt(Integer::intValue).sum();
            var calls = api.calls().path("calls").asInt();
            return List.of(
                    Row.told("pods replaced", 4.0 * rounds, "pods"),
                    Row.told("callbacks of 100 KB sent meanwhile", all, "callbacks"),
                    Row.exactly("answers other than 200, or none", 0, all - answers.getOrDefault(200, 0), "answers"),
                    Row.exactly("acknowledged and lost", 0, account.lost(), "callbacks"),
                    Row.exactly("completed with one shown result", account.acknowledged(), account.completed(), "jobs"),
                    Row.exactly("dead-lettered", 0, account.dead(), "jobs"),
                    Row.exactly("LLM calls beyond one per transcript", 0, calls - account.acknowledged(), "calls"));
        }
    }
}
