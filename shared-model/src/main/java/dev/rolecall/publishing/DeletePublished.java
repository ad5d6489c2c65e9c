package dev.rolecall.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.outbox.Outbox;
import dev.rolecall.scheduling.RepeatingTasks;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

/// Deletes rows that the broker has acknowledged, and those that are withdrawn, in batches. If a pod dies before that, its rows are published a
/// second time, and their consumers recognise the job.
@ApplicationScoped
class DeletePublished {
    private final Outbox outbox;
    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();

    DeletePublished(Outbox outbox) {
        this.outbox = outbox;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(1, "delete published outbox rows", this::delete);
    }

    void add(UUID id) {
        acknowledged.add(id);
    }

    private Uni<Void> delete() {
        var ids = drain();
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : outbox.delete(ids).onFailure().invoke(() -> acknowledged.addAll(ids)).replaceWithVoid();
    }

    private List<UUID> drain() {
        var ids = new ArrayList<UUID>();
        for (var id = acknowledged.poll(); id != null; id = acknowledged.poll()) {
            ids.add(id);
        }
        return ids;
    }
}
