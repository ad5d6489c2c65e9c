package dev.rolecall.publishing;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.outbox.Outbox;
import dev.rolecall.outbox.OutboxConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/// Finds outbox rows that nobody published: their pod died, Kafka was away, the buffer was full.
@ApplicationScoped
class SweepOutbox {
    private static final Logger LOG = Logger.getLogger(SweepOutbox.class);

    /// Between two batches of a long backlog: leaves the database to the callbacks, and the broker time to acknowledge.
    private static final Duration BREATH = Duration.ofMillis(5);

    private final Outbox outbox;
    private final PublishOutbox publish;
    private final int batch;
    private final Timer sweeps;

    SweepOutbox(Outbox outbox, PublishOutbox publish, OutboxConfig config, MeterRegistry metrics) {
        this.outbox = outbox;
        this.publish = publish;
        this.batch = config.batch();
        this.sweeps = Timer.builder("rolecall.outbox.sweep")
                .description("one look for due rows, as long as PostgreSQL takes for it")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(metrics);
    }

    @Scheduled(every = "1s", identity = "sweep-outbox", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> sweep() {
        return Uni.createFrom().deferred(this::sweepOnce)
                .onItem().delayIt().by(BREATH)
                .repeat().whilst(isMore -> isMore)
                .onItem().ignoreAsUni();
    }

    /// @return whether there is likely to be more that can be sent now
    private Uni<Boolean> sweepOnce() {
        var limit = Math.min(batch, publish.room());
        return limit == 0 ? Uni.createFrom().item(publish.isFull()) : send(limit);
    }

    private Uni<Boolean> send(int limit) {
        var began = System.nanoTime();
        return outbox.takeDue(limit)
                .invoke(() -> sweeps.record(Duration.ofNanos(System.nanoTime() - began)))
                .onFailure().invoke(failure -> LOG.warnf("the outbox is swept later: %s", failure))
                .onFailure().recoverWithItem(List.of())
                .invoke(rows -> rows.forEach(publish::sendSwept))
                .map(rows -> rows.size() == batch);
    }
}
