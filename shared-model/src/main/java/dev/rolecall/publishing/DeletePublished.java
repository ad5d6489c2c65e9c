package dev.rolecall.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.outbox.Outbox;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/// Deletes what the broker has acknowledged, in batches. A pod that dies before leaves rows that are published once
/// more; whoever reads them knows the job already.
@ApplicationScoped
class DeletePublished {
    private static final Logger LOG = Logger.getLogger(DeletePublished.class);

    private final Outbox outbox;
    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();

    DeletePublished(Outbox outbox) {
        this.outbox = outbox;
    }

    void add(UUID id) {
        acknowledged.add(id);
    }

    @Scheduled(every = "1s", identity = "delete-published", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> delete() {
        var ids = drain();
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : outbox.delete(ids)
                        .onFailure().invoke(failure -> keep(ids, failure))
                        .onFailure().recoverWithItem(0)
                        .replaceWithVoid();
    }

    private List<UUID> drain() {
        var ids = new ArrayList<UUID>();
        for (var id = acknowledged.poll(); id != null; id = acknowledged.poll()) {
            ids.add(id);
        }
        return ids;
    }

    private void keep(List<UUID> ids, Throwable failure) {
        acknowledged.addAll(ids);
        LOG.warnf("%d published outbox rows are deleted later: %s", ids.size(), failure);
    }
}
