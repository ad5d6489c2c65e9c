package dev.rolecall.benchmarks.receiving;

import static dev.rolecall.benchmarks.Progress.say;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Metrics;

/// Callbacks of 1 KB with Kafka, without it, and how the outbox drains when it is back.
///
/// @param perSecond callbacks
/// @param with how long they are sent with Kafka
/// @param without how long they are sent without it
record WithoutKafka(Stack stack, Metrics metrics, double perSecond, Duration with, Duration without) {
    private static final String PUBLISH = "rolecall_outbox_publish_seconds_bucket{since=\"commit\"";
    private static final String SWEEP = "rolecall_outbox_sweep_seconds_bucket{";
    private static final Duration DRAINS = Duration.ofMinutes(5);

    List<Row> rows() {
        say("with Kafka: half the peak, %.0f a second".formatted(perSecond));
        var published = metrics.histogram(PUBLISH);
        var before = send(with);
        var publishing = metrics.histogram(PUBLISH).since(published);
        var sizeBefore = outboxBytes();
        say("without Kafka: the same for %d s".formatted(without.toSeconds()));
        var sweeps = metrics.histogram(SWEEP);
        stack.kafka().kill();
        var meanwhile = send(without);
        say("%.0f rows in the outbox; Kafka is back".formatted(outboxRows()));
        stack.kafka().start();
        var back = Instant.now();
        Wait.until(DRAINS, () -> outboxRows() == 0);
        var emptyAfter = Duration.between(back, Instant.now());
        Wait.until(DRAINS.minus(emptyAfter), () -> outboxBytes() <= 2 * sizeBefore);
        var sweeping = metrics.histogram(SWEEP).since(sweeps);
        return List.of(
                Row.atMost("commit to the broker's acknowledgement, p50", 10, publishing.percentile(50), "ms"),
                Row.atMost("commit to the broker's acknowledgement, p99", 50, publishing.percentile(99), "ms"),
                Row.exactly("without Kafka: answers other than 200", 0, meanwhile.busy() + meanwhile.other(),
                        "answers"),
                Row.atMostTimes("without Kafka: p99, of before", 1.2, meanwhile.due().p99(), before.due().p99(), "ms"),
                Row.exactly("Kafka back: left in the outbox", 0, outboxRows(), "rows"),
                Row.told("Kafka back: the outbox was empty after", emptyAfter.toMillis() / 1000.0, "s"),
                Row.atMostTimes("Kafka back: the outbox's relation, of before", 2, outboxBytes(), sizeBefore, "bytes"),
                Row.atMost("Kafka back: a sweep, p99", 10, sweeping.percentile(99), "ms"));
    }

    private Load.Outcome send(Duration time) {
        return Load.atRate(stack.webhookUrl("/callback"), CallbackBodies.of(1_000), 64, perSecond, time);
    }

    private double outboxRows() {
        return stack.database().number("SELECT count(*) FROM outbox");
    }

    private double outboxBytes() {
        return stack.database().number("SELECT pg_relation_size('outbox')");
    }
}
