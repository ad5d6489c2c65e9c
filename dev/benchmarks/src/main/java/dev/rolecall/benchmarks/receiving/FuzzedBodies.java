package dev.rolecall.benchmarks.receiving;

import static dev.rolecall.benchmarks.Progress.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Resident;
import org.jspecify.annotations.Nullable;

/// Damaged bodies against the running service.
public final class FuzzedBodies implements Benchmark {
    private static final int AT_ONCE = 48;
    private static final int NO_ANSWER = 0;

    @Override
    public String about() {
        return "a million damaged bodies: no 5xx, no hang, no growth of memory";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-fuzzed-bodies", stack -> measure(stack, isQuick));
    }

    private List<Row> measure(Stack stack, boolean isQuick) {
        say("starting PostgreSQL, Kafka and webhook-service");
        stack.startServers();
        stack.webhook().start();
        return rows(stack, isQuick ? 30_000 : 1_000_000);
    }

    private List<Row> rows(Stack stack, int count) {
        var seed = System.nanoTime();
        say("%d bodies, seed %d".formatted(count, seed));
        var attack = new Attack(new Api(stack), new Random(seed));
        attack.send(count / 5);
        var before = Resident.now(stack.webhook());
        attack.send(count - count / 5);
        var after = Resident.now(stack.webhook());
        say("answers: " + attack.statuses);
        return List.of(
                Row.exactly("bodies sent", count, attack.answers(status -> true), "bodies"),
                Row.exactly("answers of 5xx", 0, attack.answers(status -> status >= 500), "answers"),
                Row.exactly("bodies that our own code failed on", 0, attack.internalErrors, "bodies"),
                Row.exactly("no answer within 10 s", 0, attack.answers(status -> status == NO_ANSWER), "bodies"),
                Row.atMostTimes("resident memory at the end, of that after a fifth", 1.15, after, before, "MB"),
                Row.told("answers of 200", attack.answers(status -> status == 200), "answers"));
    }

    /// Sends bodies concurrently, and counts the answers.
    private static final class Attack {
        private final Api api;
        private final Random random;
        private final Map<Integer, Integer> statuses = new TreeMap<>();
        private int internalErrors;
        private final List<byte[]> seeds = List.of(CallbackBodies.of(1_500).withRequestId(UUID.randomUUID()),
                CallbackBodies.of(12_000).withRequestId(UUID.randomUUID()),
                "{\"err_code\":\"Bad Request\",\"err_msg\":\"m\",\"request_id\":\"r\"}".getBytes(UTF_8),
                "{\"category\":\"C\",\"message\":\"m\",\"details\":\"d\",\"request_id\":\"r\"}".getBytes(UTF_8),
                "UUID parsing failed: ...".getBytes(UTF_8));

        private Attack(Api api, Random random) {
            this.api = api;
            this.random = random;
        }

        private void send(int count) {
            var room = new Semaphore(AT_ONCE);
            var told = Instant.now();
            for (var i = 0; i < count; i++) {
                room.acquireUninterruptibly();
                var _ = api.callback(damaged(seeds.get(random.nextInt(seeds.size()))))
                        .whenComplete((answer, _) -> note(answer))
                        .whenComplete((_, _) -> room.release());
                if (Duration.between(told, Instant.now()).toSeconds() >= 30) {
                    told = Instant.now();
                    say("%d of %d".formatted(i, count));
                }
            }
            room.acquireUninterruptibly(AT_ONCE);
        }

        private synchronized void note(@Nullable HttpResponse<String> answer) {
            statuses.merge(answer == null ? NO_ANSWER : answer.statusCode(), 1, Integer::sum);
            if (answer != null && answer.body().contains("internal-error")) {
                internalErrors++;
            }
        }

        private synchronized double answers(java.util.function.IntPredicate which) {
            return statuses.entrySet()
                    .stream()
                    .filter(entry -> which.test(entry.getKey()))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }

        private byte[] damaged(byte[] seed) {
            var body = seed.clone();
            for (var i = random.nextInt(4); i >= 0; i--) {
                body = damagedOnce(body);
            }
            return body;
        }

        private byte[] damagedOnce(byte[] body) {
            var at = random.nextInt(Math.max(1, body.length));
            return switch (random.nextInt(9)) {
                case 0 -> Arrays.copyOf(body, at);
                case 1 -> with(body, at, new byte[]{(byte) random.nextInt(256)}, 1);
                case 2 -> with(body, at, new byte[0], random.nextInt(40));
                case 3 -> with(body, at, Arrays.copyOfRange(body, at, Math.min(body.length, at + 60)), 0);
                case 4 -> with(body, at, "[".repeat(random.nextInt(1500)).getBytes(UTF_8), 0);
                case 5 -> with(body, at, "9".repeat(random.nextInt(1500)).getBytes(UTF_8), 0);
                case 6 -> with(body, at, "\\u0000\\ud800\"\u0000{}[],:".getBytes(UTF_8), 0);
                case 7 -> gzip(body);
                default -> with(body, at, UUID.randomUUID().toString().getBytes(UTF_8), 0);
            };
        }

        private static byte[] with(byte[] body, int at, byte[] inserted, int removed) {
            var rest = Math.min(body.length, at + removed);
            var result = new ByteArrayOutputStream(body.length + inserted.length);
            result.write(body, 0, Math.min(at, body.length));
            result.writeBytes(inserted);
            result.write(body, rest, body.length - rest);
            return result.toByteArray();
        }

        private static byte[] gzip(byte[] body) {
            var zipped = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(zipped)) {
                gzip.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException("failed to write to memory", e);
            }
            return zipped.toByteArray();
        }
    }
}
