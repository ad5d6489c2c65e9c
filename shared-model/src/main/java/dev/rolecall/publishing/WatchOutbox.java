package dev.rolecall.publishing;

import java.time.Clock;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.contract.Ids;
import dev.rolecall.outbox.Outbox;
import dev.rolecall.outbox.Outbox.Backlog;
import dev.rolecall.scheduling.RepeatingTasks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

/// Gauges: this service's unpublished outbox rows, and the age of the oldest (approximated from the next 1,000 due
/// rows, one index scan). Every pod reports the same values.
@ApplicationScoped
class WatchOutbox {
    private final Outbox outbox;
    private final Clock clock;
    private volatile double rows = Double.NaN;
    private volatile double oldestAgeMillis = Double.NaN;

    WatchOutbox(Outbox outbox, Clock clock, MeterRegistry metrics) {
        this.outbox = outbox;
        this.clock = clock;
        Gauge.builder(OutboxMetrics.ROWS, this, it -> it.rows)
                .description("Unpublished outbox rows of this service")
                .register(metrics);
        TimeGauge.builder(OutboxMetrics.OLDEST_AGE, this, TimeUnit.MILLISECONDS, it -> it.oldestAgeMillis)
                .description("Age of the oldest unpublished outbox row of this service")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(15, "read outbox metrics", this::read);
    }

    private Uni<Void> read() {
        return outbox.backlog().invoke(this::show).replaceWithVoid();
    }

    private void show(Backlog backlog) {
        rows = backlog.rows();
        oldestAgeMillis = backlog.oldest() == null
                ? 0
                : Math.max(0, clock.millis() - Ids.timeOf(backlog.oldest()).toEpochMilli());
    }
}
