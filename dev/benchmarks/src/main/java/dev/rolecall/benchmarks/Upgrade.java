package dev.rolecall.benchmarks;

import static dev.rolecall.benchmarks.Progress.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.History;
import dev.rolecall.systemtests.PacedCallbacks;

/// The previous release and this one side by side under callbacks: forward, while a reader that is idle in a
/// transaction blocks the migration, and back.
final class Upgrade implements Benchmark {
    private static final Duration BETWEEN_CALLBACKS = Duration.ofMillis(40);
    /// Bodies without a request id, which both releases keep in the renamed table.
    private static final Duration BETWEEN_QUARANTINED = Duration.ofMillis(200);
    private static final Duration PRE_STOP = Duration.ofSeconds(1);
    /// Names of the previous release, one of each service's.
    private static final Map<String, String> OLD_NAMES = Map.of("ROLECALL_CALLBACK_READ_TIMEOUT", "29s",
            "ROLECALL_MODEL", "fake-llm", "ROLECALL_QUEUE_MAX_IN_FLIGHT", "32");

    @Override
    public String about() {
        return "the previous release beside this one, with a blocked migration, forward and back: only 200s, nothing lost";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        var previous = PreviousRelease.checkout();
        return FreshStack.use("bench-upgrade", stack -> {
            try (var ingress = new Ingress(); var timer = Executors.newScheduledThreadPool(1)) {
                var run = new Run(stack, ingress, previous, isQuick ? Duration.ofSeconds(20) : Duration.ofMinutes(10),
                        timer);
                try {
                    return run.rows();
                } finally {
                    timer.shutdownNow();
                    run.stopPods();
                }
            }
        });
    }

    /// One run, with one set of servers.
    private static final class Run {
        private final Stack stack;
        private final Ingress ingress;
        private final Path previous;
        private final Duration blocked;
        private final ScheduledExecutorService timer;
        private final Api api;
        private final List<Pod> pods = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();
        private final AtomicInteger quarantined = new AtomicInteger();
        private final AtomicInteger quarantineRefused = new AtomicInteger();
        private final NewMigrations newMigrations;
        private int started;

        private Run(Stack stack, Ingress ingress, Path previous, Duration blocked, ScheduledExecutorService timer) {
            this.stack = stack;
            this.ingress = ingress;
            this.previous = previous;
            this.newMigrations = NewMigrations.since(previous);
            this.blocked = blocked;
            this.timer = timer;
            this.api = new Api(stack, ingress.url(""));
        }

        private List<Row> rows() {
            say("starting PostgreSQL, Kafka, the fake LLM and the previous release");
            stack.startServers();
            stack.fakeLlm().start();
            newMigrations.undo(stack.database());
            var oldWebhook = start(previous, "webhook-service", OLD_NAMES);
            var oldClassifier = start(previous, "classifier-service", OLD_NAMES);
            ingress.add(oldWebhook);
            var history = new History();
            try (var callbacks = PacedCallbacks.start(api, CallbackBodies.of(30_000), history, 100_000,
                    BETWEEN_CALLBACKS)) {
                var _ = timer.scheduleAtFixedRate(this::sendBodyWithoutRequestId, 0, BETWEEN_QUARANTINED.toMillis(),
                        TimeUnit.MILLISECONDS);
                Wait.pause(Duration.ofSeconds(5));
                forwardAndBack(oldWebhook, oldClassifier);
                Wait.pause(Duration.ofSeconds(5));
                var _ = callbacks.stop();
            }
            timer.shutdown();
            Wait.until(Duration.ofSeconds(60), () -> history.account(stack.database()).isClear());
            account(history);
            return rows;
        }

        private void forwardAndBack(Pod oldWebhook, Pod oldClassifier) {
            var newWebhook = pod(Checkout.root(), "webhook-service", OLD_NAMES);
            migrateWhileBlocked(newWebhook);
            say("this release serves");
            ingress.add(newWebhook);
            takeOut(oldWebhook);
            var newClassifier = start(Checkout.root(), "classifier-service", OLD_NAMES);
            oldClassifier.server().stop();
            rows.add(
                    Row.atLeast("old setting names reported as deprecated", OLD_NAMES.size(), deprecations(), "names"));
            Wait.pause(Duration.ofSeconds(10));
            say("back to the previous release");
            var again = start(previous, "webhook-service", OLD_NAMES);
            ingress.add(again);
            takeOut(newWebhook);
            start(previous, "classifier-service", OLD_NAMES);
            newClassifier.server().stop();
            newMigrations.undo(stack.database());
        }

        private void migrateWhileBlocked(Pod newWebhook) {
            say("a reader blocks the migration for " + blocked.toSeconds() + " s");
            try (var reader = stack.database().connect(Database.WEBHOOK);
                    var statement = reader.createStatement();
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                reader.setAutoCommit(false);
                statement.execute("SELECT count(*) FROM set_aside");
                var migration = CompletableFuture
                        .supplyAsync(() -> stack.database().migrations().migrate().migrationsExecuted, threads);
                // fails if the pod is not ready within a minute, which it must not be
                var starting = CompletableFuture.runAsync(newWebhook.server()::start, threads);
                rows.add(Row.exactly("the new pod is live while the migration is blocked", 1,
                        Wait.until(Duration.ofSeconds(60), () -> Health.isUp(newWebhook, "live")) ? 1 : 0, "pods"));
                Wait.pause(blocked);
                rows.add(Row.exactly("… and ready", 0, Health.isUp(newWebhook, "ready") || migration.isDone() ? 1 : 0,
                        "pods"));
                reader.rollback();
                var began = System.nanoTime();
                Wait.until(Duration.ofSeconds(30), () -> Health.isUp(newWebhook, "ready"));
                rows.add(Row.atMost("the new pod is ready after the migration was unblocked", 10,
                        (System.nanoTime() - began) / 1e9, "s"));
                rows.add(Row.exactly("migrations executed", newMigrations.count(), migration.join(), "migrations"));
                starting.handle((_, _) -> null).join();
            } catch (SQLException e) {
                throw new IllegalStateException("failed to block the migration", e);
            }
        }

        private void sendBodyWithoutRequestId() {
            var body = "{\"results\":{},\"note\":\"%s\"}".formatted(UUID.randomUUID()).getBytes(UTF_8);
            var _ = api.callback(body).whenComplete((answer, _) -> {
                quarantined.incrementAndGet();
                if (answer == null || answer.statusCode() != 200) {
                    quarantineRefused.incrementAndGet();
                }
            });
        }

        private Pod pod(Path checkout, String service, Map<String, String> settings) {
            var pod = stack.podOf(checkout, service, service + "-" + started++, settings);
            pods.add(pod);
            return pod;
        }

        private Pod start(Path checkout, String service, Map<String, String> settings) {
            var pod = pod(checkout, service, settings);
            pod.server().start();
            return pod;
        }

        private void takeOut(Pod pod) {
            ingress.remove(pod);
            Wait.pause(PRE_STOP);
            pod.server().stop();
        }

        private void stopPods() {
            pods.forEach(pod -> pod.server().stop());
        }

        private double deprecations() {
            try (var logs = Files.list(stack.folder().path().resolve("logs"))) {
                return logs.flatMap(Upgrade::lines)
                        .filter(line -> line.contains("is deprecated and will be removed"))
                        .count();
            } catch (IOException e) {
                throw new IllegalStateException("failed to read the logs", e);
            }
        }

        private void account(History history) {
            var account = history.account(stack.database());
            var answers = history.answers();
            var all = answers.values().stream().mapToInt(Integer::intValue).sum();
            rows.add(Row.told("callbacks of 30 KB sent meanwhile", all, "callbacks"));
            rows.add(Row.exactly("answers other than 200, or none", 0, all - answers.getOrDefault(200, 0), "answers"));
            rows.add(Row.exactly("acknowledged and lost", 0, account.lost(), "callbacks"));
            rows.add(Row.exactly("completed with one current result", account.acknowledged(), account.completed(),
                    "jobs"));
            rows.add(Row.told("bodies for quarantine sent meanwhile", quarantined.get(), "bodies"));
            rows.add(
                    Row.exactly("bodies for quarantine, answers other than 200", 0, quarantineRefused.get(), "bodies"));
            rows.add(Row.exactly("bodies for quarantine, stored", quarantined.get(),
                    stack.database().number("SELECT count(*) FROM set_aside"), "bodies"));
        }
    }

    private static java.util.stream.Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new IllegalStateException("failed to read " + file, e);
        }
    }
}
