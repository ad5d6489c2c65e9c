package dev.rolecall.benchmarks;

import static dev.rolecall.benchmarks.Progress.say;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.LegacyTable;
import dev.rolecall.localstack.OldApplication;
import dev.rolecall.localstack.Stack;

/// A table of a million rows is adopted and given back, by the commands that an operator enters, while its application goes
/// on. What each of its statements takes is compared with the minute before the step.
final class LegacyTableSteps implements Benchmark {
    private static final int CLIENTS = 4;
    private static final Duration BETWEEN_CALLBACKS = Duration.ofMillis(50);
    private static final double MORE_THAN_BEFORE_MS = 100;

    @Override
    public String about() {
        return "a table with one status is adopted and given back, while its application goes on";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-legacy-table", stack -> {
            stack.startServers();
            return isQuick
                    ? new Run(stack, 50_000, Duration.ofSeconds(10)).rows()
                    : new Run(stack, 1_000_000, Duration.ofMinutes(1)).rows();
        });
    }

    /// @param before how long the application is measured before each step
    private record Run(Stack stack, int size, Duration before) {

        private List<Row> rows() {
            say("making app.transcripts with %,d rows".formatted(size));
            LegacyTable.make(stack.database(), size);
            var measured = new ArrayList<Row>();
            var latencies = new Latencies();
            var clients = IntStream.range(0, CLIENTS).mapToObj(_ -> client(latencies)).toList();
            measured.addAll(step(latencies, "schema", () -> migrate("up", "--to", "schema")));
            measured.addAll(step(latencies, "copy, with kill -9 in the middle", this::copyWithKill));
            measured.addAll(step(latencies, "cut-over", () -> migrate("up", "--to", "cutover")));
            measured.addAll(step(latencies, "copying behind the view", () -> migrate("up", "--to", "cutover")));
            measured.addAll(step(latencies, "back to the table", () -> migrate("down", "--to", "copy")));
            measured.addAll(step(latencies, "back", () -> migrate("down", "--to", "none")));
            clients.forEach(Run::close);
            measured.add(Row.told("transcripts of the application meanwhile",
                    clients.stream().mapToInt(OldApplication::transcripts).sum(), "transcripts"));
            measured.add(Row.exactly("its transcripts with another status than it wrote", 0,
                    clients.stream().mapToInt(this::changed).sum(), "transcripts"));
            return measured;
        }

        private OldApplication client(Latencies latencies) {
            try {
                return new OldApplication(stack.database().connect(Database.OWNER), "response", BETWEEN_CALLBACKS,
                        latencies::add);
            } catch (SQLException e) {
                throw new IllegalStateException("no connection for the old application", e);
            }
        }

        /// @throws IllegalStateException if a statement of the application has failed
        private static void close(OldApplication client) {
            try {
                client.close();
            } catch (SQLException e) {
                throw new IllegalStateException("failed to close the old application", e);
            }
        }

        private List<Row> step(Latencies latencies, String name, Runnable work) {
            latencies.take();
            Wait.pause(before);
            var usual = latencies.take();
            say(name);
            var began = System.nanoTime();
            work.run();
            var seconds = (System.nanoTime() - began) / 1e9;
            var meanwhile = latencies.take();
            return List.of(Row.told(name + ": took", seconds, "s"),
                    Row.told(name + ": p99 of the application's statements before", percentile(usual, 0.99), "ms"),
                    Row.told(name + ": p99 meanwhile", percentile(meanwhile, 0.99), "ms"),
                    Row.atMost(name + ": slowest statement, over the p99 before", MORE_THAN_BEFORE_MS,
                            percentile(meanwhile, 1) - percentile(usual, 0.99), "ms"));
        }

        private static double percentile(long[] sorted, double share) {
            return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))] / 1e6;
        }

        private void copyWithKill() {
            var process = start("up", "--to", "copy");
            Wait.until(Duration.ofMinutes(20),
                    () -> stack.database().number("SELECT count(*) FROM transcripts") > size / 2.0);
            process.destroyForcibly();
            await(process);
            migrate("up", "--to", "copy");
        }

        private void migrate(String... arguments) {
            if (await(start(arguments)) != 0) {
                throw new IllegalStateException("./rolecall migrate " + String.join(" ", arguments) + " has failed");
            }
        }

        private Process start(String... arguments) {
            var command = new ArrayList<>(List.of("./rolecall", "migrate"));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command).directory(Checkout.root().toFile()).inheritIO();
            builder.environment().putAll(Map.of("ROLECALL_DATABASE", stack.database().jdbcUrl()));
            try {
                return builder.start();
            } catch (IOException e) {
                throw new IllegalStateException("failed to start ./rolecall migrate", e);
            }
        }

        private static int await(Process process) {
            try {
                if (!process.waitFor(1, TimeUnit.HOURS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("./rolecall migrate did not end within an hour");
                }
                return process.exitValue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        private int changed(OldApplication client) {
            try (var connection = stack.database().connect(Database.OWNER);
                    var statement = connection.prepareStatement(
                            "SELECT count(*) FROM app.transcripts WHERE request_id = ? AND status = ?")) {
                var changed = 0;
                for (var written : client.statuses().entrySet()) {
                    statement.setString(1, written.getKey());
                    statement.setString(2, written.getValue());
                    try (var found = statement.executeQuery()) {
                        found.next();
                        changed += found.getInt(1) == 1 ? 0 : 1;
                    }
                }
                return changed;
            } catch (SQLException e) {
                throw new IllegalStateException("failed to compare what the application wrote", e);
            }
        }
    }

    /// Of statements, in nanoseconds.
    private static final class Latencies {
        private long[] values = new long[1024];
        private int count;

        synchronized void add(long nanos) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = nanos;
        }

        /// Sorted; those since the last call.
        synchronized long[] take() {
            var taken = Arrays.copyOf(values, count);
            Arrays.sort(taken);
            count = 0;
            return taken;
        }
    }
}
