package dev.rolecall.webhook.operations.mirror;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import dev.rolecall.webhook.lease.PodLease;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

/// Copies the dead-letter topic into its table, in one pod among all. Where it is, is kept in the database: a database that
/// is restored reads again what it has lost, and a topic that is made again is read from its beginning.
@ApplicationScoped
class MirrorDeadLetters {
    private static final String LEASE = "dead letters";
    /// Of one run, which the next second continues.
    private static final int MAX_BATCHES = 20;

    private final PodLease lease;
    private final DeadLetterTopic topic;
    private final DeadLetterTable table;

    MirrorDeadLetters(PodLease lease, DeadLetterTopic topic, DeadLetterTable table) {
        this.lease = lease;
        this.topic = topic;
        this.table = table;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(1, "copy dead letters into their table", this::run);
        }
    }

    private Uni<Void> run() {
        return lease.hold(LEASE)
                .chain(isHeld -> isHeld
                        ? drain().onFailure().call(() -> close().chain(() -> lease.giveUp(LEASE)))
                        : close());
    }

    /// A pod that does not read keeps no connections.
    private Uni<Void> close() {
        return onWorker(() -> {
            topic.close();
            return null;
        });
    }

    private Uni<Void> drain() {
        return Uni.createFrom()
                .deferred(this::copyNext)
                .repeat()
                .until(read -> read.records().isEmpty())
                .select()
                .first(MAX_BATCHES)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<DeadLetterTopic.Records> copyNext() {
        return table.positions()
                .chain(positions -> onWorker(() -> topic.next(positions)))
                .call(read -> read.records().isEmpty() ? Uni.createFrom().voidItem() : table.add(read));
    }

    private static <T> Uni<T> onWorker(Supplier<@Nullable T> blocking) {
        return Uni.createFrom().item(blocking).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
