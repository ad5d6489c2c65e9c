package dev.rolecall.benchmarks.receiving;

import static dev.rolecall.benchmarks.Progress.say;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.EmptyTables;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.CallbackBodies;

/// Callbacks at half the peak while bodies are imported from disk, by a command that is killed and started again.
public final class ImportBodies implements Benchmark {
    private static final int CONNECTIONS = 64;
    private static final String TAG = "imported";
    private static final CallbackBodies BODIES = CallbackBodies.of(1_000);
    private static final Duration LONGEST = Duration.ofMinutes(20);

    @Override
    public String about() {
        return "callbacks at half the peak beside an import of bodies from disk that is killed and goes on";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-import",
                stack -> new Run(stack, isQuick ? 3_000 : 100_000, isQuick ? 300 : 400).rows());
    }

    /// One run.
    ///
    /// @param perSecond bodies that are imported
    private record Run(Stack stack, int bodies, int perSecond) {

        private List<Row> rows() {
            say("starting PostgreSQL, Kafka and webhook-service");
            stack.startServers();
            stack.webhook().start();
            var folder = stack.folder().data("bodies");
            say("writing %d bodies".formatted(bodies));
            write(folder);
            say("warming up");
            var uri = stack.webhookUrl("/callback");
            Load.peak(uri, BODIES, CONNECTIONS, Duration.ofSeconds(bodies < 10_000 ? 12 : 60));
            EmptyTables.in(stack.database());
            var peak = Load.peak(uri, BODIES, CONNECTIONS, Duration.ofSeconds(10)).perSecond();
            EmptyTables.in(stack.database());
            say("half the peak, %.0f a second, beside an import of %d a second".formatted(peak / 2, perSecond));
            var imported = CompletableFuture.supplyAsync(() -> imported(folder));
            var time = Duration.ofSeconds(bodies / perSecond);
            var during = Load.atRate(uri, BODIES, CONNECTIONS, peak / 2, time);
            var code = imported.join();
            return List.of(Row.told("peak", peak, "a second"),
                    Row.atMost("callbacks: p99 from the intended send", 100, during.due().p99(), "ms"),
                    Row.exactly("callbacks: answers other than 200", 0, during.busy() + during.other(), "answers"),
                    Row.exactly("import: exit code", 0, code, "code"),
                    Row.exactly("import: transcripts", bodies, stack.database().number(
                            "SELECT count(DISTINCT request_id) FROM transcripts WHERE tags @> '{%s}'".formatted(TAG)),
                            "transcripts"),
                    Row.exactly("import: bodies stored", bodies, stack.database().number("""
                            SELECT count(*) FROM raw_transcripts r JOIN transcripts t ON t.id = r.transcript_id
                            WHERE t.tags @> '{%s}'""".formatted(TAG)), "bodies"),
                    Row.exactly("quarantined", 0, stack.database().number("SELECT count(*) FROM quarantine"),
                            "bodies"));
        }

        private void write(Path folder) {
            var tagged = CallbackBodies.of(5_000, TAG);
            try {
                for (var i = 0; i < bodies; i++) {
                    var day = Files.createDirectories(folder.resolve("" + i / 1000));
                    Files.write(day.resolve(i + ".json"), tagged.withRequestId(UUID.randomUUID()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Killed after a third, and started again.
        private int imported(Path folder) {
            var first = start(folder);
            Wait.pause(Duration.ofSeconds(bodies / perSecond / 3));
            first.destroyForcibly();
            say("the import is killed, and started again");
            var second = start(folder);
            if (!Wait.until(LONGEST, () -> !second.isAlive())) {
                second.destroyForcibly();
                throw new IllegalStateException("the import has not ended within " + LONGEST);
            }
            return second.exitValue();
        }

        private Process start(Path folder) {
            var command = new ArrayList<>(List.of(Checkout.root().resolve("cli/target/rolecall").toString(), "import",
                    folder.toString(), "--per-second", "" + perSecond, "--progress",
                    stack.folder().data("progress").toString(), "--callback",
                    stack.webhookUrl("/callback").toString()));
            try {
                var builder = new ProcessBuilder(command).redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(stack.folder().log("import").toFile()));
                builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
                return builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException("the command line cannot be started", e);
            }
        }
    }
}
