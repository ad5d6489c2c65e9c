package dev.rolecall.benchmarks;

import static dev.rolecall.benchmarks.Progress.say;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Replica;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.History;
import dev.rolecall.systemtests.PacedCallbacks;

/// The synchronous replica is away, and the primary is restarted meanwhile. Later the replica is back, the primary is
/// destroyed, and the replica takes its place: it has to have everything that was acknowledged.
final class ReplicaAway implements Benchmark {
    private static final int PER_SECOND = 40;
    private static final int REPEATS = 10;
    private static final int NO_ANSWER = 0;
    /// Answers to what was sent before the replica went away.
    private static final Duration IN_FLIGHT = Duration.ofSeconds(10);
    private static final Duration BEFORE = Duration.ofSeconds(15);
    private static final Duration RECOVERS = Duration.ofSeconds(60);
    /// The pool, as many abandoned backends, and one connection that asks for them; the same for the API's pool.
    private static final int CONNECTIONS = 2 * 20 + 1 + 2 * 4 + 1;

    @Override
    public String about() {
        return "a synchronous replica away for ten minutes, then promoted: every 200 is there";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-replica", stack -> {
            say("starting PostgreSQL, its replica, Kafka and webhook-service");
            stack.startServers();
            try (var replica = Replica.of(stack)) {
                stack.webhook().start();
                return isQuick
                        ? new Run(stack, replica, Duration.ofMinutes(1), Duration.ofSeconds(3)).rows()
                        : new Run(stack, replica, Duration.ofMinutes(10), Duration.ofSeconds(30)).rows();
            }
        });
    }

    /// @param away how long the replica is away
    /// @param repeatAfter between a refusal and the next attempt
    private record Run(Stack stack, Replica replica, Duration away, Duration repeatAfter) {
        private List<Row> rows() {
            var history = new History();
            try (var callbacks = PacedCallbacks.start(new Api(stack), CallbackBodies.of(10_000), history,
                    PER_SECOND * (int) away.multipliedBy(2).plus(RECOVERS).toSeconds(),
                    Duration.ofSeconds(1).dividedBy(PER_SECOND), repeatAfter, REPEATS)) {
                Wait.pause(BEFORE);
                var before = history.acknowledged();
                say("the replica goes away; %d callbacks are acknowledged".formatted(before));
                replica.server().kill();
                Wait.pause(IN_FLIGHT);
                var atFirst = history.acknowledged();
                var connections = awayUntil(Instant.now().plus(away));
                var whileAway = history.acknowledged() - atFirst;
                say("the replica is back; answers so far: " + history.answers());
                replica.server().start();
                var isBack = Wait.until(RECOVERS, () -> history.acknowledged() > atFirst + PER_SECOND);
                var sent = callbacks.stop();
                var acknowledged = history.acknowledged();
                say("the primary is destroyed, and the replica is promoted");
                stack.postgres().kill();
                var account = history.account(replica.promote());
                return List.of(Row.told("callbacks sent", sent, "callbacks"),
                        Row.atLeast("acknowledged before", 1, before, "callbacks"),
                        Row.exactly("acknowledged while the replica was away", 0, whileAway, "callbacks"),
                        Row.exactly("no answer", 0, history.answers().getOrDefault(NO_ANSWER, 0), "answers"),
                        Row.atMost("connections of webhook-service, the most", CONNECTIONS, connections, "connections"),
                        Row.exactly("stores again when the replica is back", 1, isBack ? 1 : 0, ""),
                        Row.told("acknowledged in all", acknowledged, "callbacks"),
                        Row.exactly("acknowledged and not on the replica", 0, account.lost(), "callbacks"));
            }
        }

        /// Restarts the primary in the middle.
        ///
        /// @return the most connections
        private int awayUntil(Instant end) {
            var restart = Instant.now().plus(away.dividedBy(2));
            var most = 0;
            var isRestarted = false;
            while (Instant.now().isBefore(end)) {
                if (!isRestarted && Instant.now().isAfter(restart)) {
                    say("kill -9 of the primary, and a restart");
                    stack.postgres().kill();
                    stack.postgres().start();
                    isRestarted = true;
                }
                most = Math.max(most, connections());
                Wait.pause(Duration.ofSeconds(1));
            }
            return most;
        }

        private int connections() {
            return (int) stack.database()
                    .number("SELECT count(*) FROM pg_stat_activity WHERE usename = '%s'".formatted(Database.WEBHOOK));
        }
    }
}
