package dev.rolecall.classifier.concurrency;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/// Which topics an operator has paused in this pod. Their records wait before their jobs begin, and are not acknowledged: Kafka
/// keeps them. Jobs that have begun go on.
@ApplicationScoped
public class ConsumptionPause {
    private static final String PAUSED = "rolecall.consumption.paused";

    private final Vertx vertx;
    private final List<Waiting> waiting = new ArrayList<>();
    /// All, until it is known what is paused: a pod that starts while operators have paused begins no job.
    private volatile Set<String> paused = Set.copyOf(Topics.OF_JOBS);

    ConsumptionPause(Vertx vertx, MeterRegistry metrics) {
        this.vertx = vertx;
        Topics.OF_JOBS.forEach(topic -> Gauge.builder(PAUSED, () -> isPaused(topic) ? 1 : 0)
                .description("1 while an operator has paused the topic in this pod")
                .tag("topic", topic)
                .register(metrics));
    }

    /// @param context on which the record goes on
    private record Waiting(String topic, Context context, UniEmitter<? super Void> record) {
        private void release() {
            context.runOnContext(_ -> record.complete(null));
        }
    }

    public boolean isPaused(String topic) {
        return paused.contains(topic);
    }

    public Set<String> paused() {
        return paused;
    }

    /// Completes when the topic is not paused, on the caller's Vert.x context.
    public Uni<@Nullable Void> whenResumed(String topic) {
        return Uni.createFrom().emitter(record -> {
            if (!waits(topic, record)) {
                record.complete(null);
            }
        });
    }

    private synchronized boolean waits(String topic, UniEmitter<? super Void> record) {
        return paused.contains(topic) && waiting.add(new Waiting(topic, vertx.getOrCreateContext(), record));
    }

    /// @param topics all that are paused from now on
    public void pause(Set<String> topics) {
        release(topics).forEach(Waiting::release);
    }

    private synchronized List<Waiting> release(Set<String> topics) {
        paused = Set.copyOf(topics);
        var released = waiting.stream().filter(it -> !paused.contains(it.topic())).toList();
        waiting.removeIf(it -> !paused.contains(it.topic()));
        return released;
    }
}
