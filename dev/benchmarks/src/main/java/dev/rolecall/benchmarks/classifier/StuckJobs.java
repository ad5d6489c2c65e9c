package dev.rolecall.benchmarks.classifier;

import static dev.rolecall.benchmarks.Progress.say;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.contract.Topics;
import dev.rolecall.localstack.Server;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import org.apache.kafka.clients.admin.Admin;

/// Kafka loses what it had, and either side is restored from a backup: every transcript is labelled without a hand. What only
/// waits is not queued again.
public final class StuckJobs implements Benchmark {
    private static final int AT_ONCE = 20;
    private static final Duration HEALED = Duration.ofMinutes(10);

    @Override
    public String about() {
        return "jobs whose events Kafka has lost, and restores of either side";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-stuck-jobs", stack -> new Run(stack, isQuick ? 500 : 5_000).rows());
    }

    private static final class Run {
        private final Stack stack;
        private final Api api;
        private final CallbackBodies bodies = CallbackBodies.of(5_000);
        private final int count;
        private final List<Row> rows = new ArrayList<>();
        private int stored;

        private Run(Stack stack, int count) {
            this.stack = stack;
            this.api = new Api(stack);
            this.count = count;
        }

        List<Row> rows() {
            say("starting everything");
            stack.start();
            paused();
            wiped();
            recreated();
            databaseRestored();
            kafkaRestored();
            return rows;
        }

        /// Longer than a job must be untouched, and three looks.
        private void paused() {
            pause();
            store();
            say("%d wait in a paused queue".formatted(count));
            Wait.pause(Duration.ofSeconds(160));
            rows.add(Row.exactly("waiting in a paused queue: queued again", 0, queuedAgain(), "jobs"));
        }

        private void wiped() {
            say("Kafka is replaced by an empty one");
            stack.kafka().stop();
            delete(stack.folder().data("kafka"));
            stack.kafka().start();
            heals("Kafka wiped");
        }

        private void recreated() {
            pause();
            store();
            say("the topics are deleted, and made again by the services");
            administer(admin -> admin.deleteTopics(Topics.OF_JOBS).all().get());
            heals("topics made again");
        }

        private void databaseRestored() {
            pause();
            store();
            say("PostgreSQL is backed up while they wait, and restored when they are labelled");
            var backup = backUp(stack.postgres(), "postgres");
            heals("nothing lost");
            restore(stack.postgres(), "postgres", backup);
            heals("PostgreSQL restored to before they were labelled");
        }

        private void kafkaRestored() {
            pause();
            say("Kafka is backed up before they come, and restored while they wait");
            var backup = backUp(stack.kafka(), "kafka");
            store();
            restore(stack.kafka(), "kafka", backup);
            heals("Kafka restored to before they came");
        }

        private void store() {
            say("storing %d transcripts".formatted(count));
            for (var i = 0; i < count; i += AT_ONCE) {
                api.store(bodies, Math.min(AT_ONCE, count - i));
            }
            stored += count;
            Wait.until(Duration.ofMinutes(2), () -> stack.database().number("SELECT count(*) FROM outbox") == 0);
            api.forgetCalls();
        }

        private void pause() {
            api.act(stack.webhookUrl("/operations/pause?reason=benchmark"));
            Wait.pause(Duration.ofSeconds(3));
        }

        private void heals(String what) {
            api.act(stack.webhookUrl("/operations/resume"));
            var before = queuedAgain();
            var began = System.nanoTime();
            var isHealed = Wait.until(HEALED, this::areAllLabelled);
            var seconds = (System.nanoTime() - began) / 1e9;
            var calls = api.calls().path("calls").asLong();
            rows.add(Row.exactly(what + ": labelled in the end", stored, labelled(), "transcripts"));
            rows.add(Row.told(what + ": … after", isHealed ? seconds : Double.NaN, "s"));
            rows.add(Row.told(what + ": … queued again", queuedAgain() - before, "jobs"));
            rows.add(Row.atMost(what + ": … calls of the LLM since they were stored, each", 2.0, calls / (double) count,
                    "calls"));
            rows.add(Row.exactly(what + ": … results each", 1, stack.database()
                    .number("""
                            SELECT max(n) FROM (SELECT count(*) AS n FROM processed_transcripts GROUP BY transcript_id) AS each"""),
                    "results"));
        }

        private boolean areAllLabelled() {
            var labelled = labelled();
            say("%.0f of %d are labelled".formatted(labelled, stored));
            Wait.pause(Duration.ofSeconds(5));
            return labelled >= stored;
        }

        private double labelled() {
            return stack.database().number("SELECT count(*) FROM transcripts WHERE processing_status = 'completed'");
        }

        private double queuedAgain() {
            return stack.database()
                    .number("""
                            SELECT coalesce(sum(split_part(target, ' ', 1)::int), 0) FROM audit WHERE act = 'stuck-jobs-queued'""");
        }

        /// A cold one.
        private Path backUp(Server server, String data) {
            var backup = stack.folder().data(data + "-backup");
            server.stop();
            copy(stack.folder().data(data), backup);
            server.start();
            return backup;
        }

        private void restore(Server server, String data, Path backup) {
            server.stop();
            delete(stack.folder().data(data));
            copy(backup, stack.folder().data(data));
            server.start();
        }

        private interface Administer {
            void with(Admin admin) throws ExecutionException, InterruptedException;
        }

        private void administer(Administer what) {
            try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) stack.bootstrapServers()))) {
                what.with(admin);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("failed to change the topics", e);
            }
        }

        private static void copy(Path from, Path to) {
            try (var files = Files.walk(from)) {
                for (var file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("failed to copy " + from, e);
            }
        }

        private static void delete(Path folder) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("failed to delete " + folder, e);
            }
        }
    }
}
