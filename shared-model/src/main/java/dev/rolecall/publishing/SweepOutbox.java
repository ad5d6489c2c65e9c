package dev.rolecall.publishing;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.outbox.Outbox;
import dev.rolecall.scheduling.RepeatingTasks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

/// Publishes rows that their pod did not: it died, Kafka was unavailable, or the buffer was full.
@ApplicationScoped
class SweepOutbox {
    /// Between two batches of a long backlog: callbacks get the database, and the broker gets time to acknowledge.
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(5);

    private final Outbox outbox;
    private final PublishOutbox publish;
    private final int batch;
    private final Timer sweeps;

    SweepOutbox(Outbox outbox, PublishOutbox publish, PublishingConfig config, MeterRegistry metrics) {
        this.outbox = outbox;
        this.publish = publish;
        this.batch = config.batch();
        this.sweeps = Timer.builder(OutboxMetrics.SWEEP)
                .description("Time that PostgreSQL takes to find due rows, one sweep")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(1, "sweep the outbox", this::sweep);
    }

    private Uni<Void> sweep() {
        return Uni.createFrom().deferred(this::sweepOnce)
                .onItem().delayIt().by(BETWEEN_BATCHES)
                .repeat().whilst(isMore -> isMore)
                .onItem().ignoreAsUni();
    }

    /// @return whether more rows can probably be sent now
    private Uni<Boolean> sweepOnce() {
        var limit = Math.min(batch, publish.room());
        return limit <= 0 ? Uni.createFrom().item(publish.isFull()) : send(limit);
    }

    private Uni<Boolean> send(int limit) {
        var began = System.nanoTime();
        return outbox.takeDue(limit)
                .invoke(() -> sweeps.record(Duration.ofNanos(System.nanoTime() - began)))
                .invoke(rows -> rows.forEach(publish::sendSwept))
                .map(rows -> rows.size() == batch && publish.isClosed());
    }
}
