package dev.rolecall.publishing;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.contract.Topics;
import dev.rolecall.outbox.Outbox;
import dev.rolecall.outbox.OutboxRow;
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
        var topics = new AtomicReference<Collection<String>>(Topics.ALL);
        return Uni.createFrom().deferred(() -> sweepOnce(Objects.requireNonNull(topics.get())))
                .onItem().delayIt().by(BETWEEN_BATCHES)
                .invoke(topics::set)
                .repeat().whilst(more -> !more.isEmpty())
                .onItem().ignoreAsUni();
    }

    /// @return the topics with more rows that can be sent soon: all room was used, or there is none for now
    private Uni<Set<String>> sweepOnce(Collection<String> topics) {
        var places = new HashMap<String, Integer>();
        topics.forEach(topic -> {
            var room = Math.min(batch, publish.room(topic));
            if (room > 0) {
                places.put(topic, room);
            }
        });
        return places.isEmpty() ? Uni.createFrom().item(() -> more(topics, places, List.of())) : send(topics, places);
    }

    private Uni<Set<String>> send(Collection<String> topics, Map<String, Integer> places) {
        var began = System.nanoTime();
        return outbox.takeDue(places)
                .invoke(() -> sweeps.record(Duration.ofNanos(System.nanoTime() - began)))
                .invoke(rows -> rows.forEach(publish::sendSwept))
                .map(rows -> more(topics, places, rows));
    }

    private Set<String> more(Collection<String> topics, Map<String, Integer> places, List<OutboxRow> taken) {
        var counts = taken.stream().collect(Collectors.groupingBy(OutboxRow::topic, Collectors.counting()));
        return topics.stream()
                .filter(publish::isClosed)
                .filter(topic -> places.containsKey(topic)
                        ? counts.getOrDefault(topic, 0L) >= places.getOrDefault(topic, 0)
                        : publish.isFull(topic))
                .collect(Collectors.toSet());
    }
}
