package dev.rolecall.benchmarks.receiving;

import static dev.rolecall.benchmarks.Progress.say;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.receiving.Load.Outcome;
import dev.rolecall.benchmarks.receiving.Sender.Answer;
import dev.rolecall.systemtests.CallbackBodies;

/// 200 slow senders and 40 bodies of 20 MB at once, with small callbacks beside them.
final class SlowSenders {
    private final URI ours;
    private final Duration time;

    /// @param time how long small callbacks are sent
    SlowSenders(URI ours, Duration time) {
        this.ours = ours;
        this.time = time;
    }

    List<Row> rows() {
        say("200 slow senders and 40 bodies of 20 MB at once");
        var small = CallbackBodies.of(20_000);
        var large = CallbackBodies.of(20_000_000).withRequestId(UUID.randomUUID());
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = IntStream.range(0, 200)
                    .mapToObj(_ -> senders.submit((Callable<Answer>) () -> Sender.send(ours,
                            small.withRequestId(UUID.randomUUID()), 1_000, Duration.ofMillis(500))))
                    .toList();
            var beside = senders.submit(
                    () -> Load.atRate(ours, CallbackBodies.of(1_000), 16, 100, time));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            var many = IntStream.range(0, 40)
                    .mapToObj(_ -> senders.submit((Callable<Answer>) () -> Sender.send(ours, large)))
                    .toList();
            var answers = new ArrayList<Answer>();
            for (var one : many) {
                answers.add(one.get());
            }
            for (var one : slow) {
                answers.add(one.get());
            }
            return rows(answers, beside.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("failed to send the slow bodies", e);
        }
    }

    private static List<Row> rows(List<Answer> answers, Outcome beside) {
        return List.of(
                Row.told("slow senders: answers of 200", Answer.count(answers, 200), "answers"),
                Row.told("slow senders: answers of 503", Answer.count(answers, 503), "answers"),
                Row.exactly("slow senders: any other answer, or none", 0,
                        answers.size() - Answer.count(answers, 200) - Answer.count(answers, 503), "answers"),
                Row.exactly("slow senders: 1 KB beside it, answers other than 200", 0, beside.busy() + beside.other(),
                        "answers"),
                Row.atMost("slow senders: 1 KB beside it, p99 from the intended send", 100, beside.due().p99(), "ms"));
    }
}
