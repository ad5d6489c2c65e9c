package dev.rolecall.outbox;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/// Finds outbox rows that nobody published: their pod died, Kafka was away, the buffer was full.
@ApplicationScoped
class SweepOutbox {
    private static final Logger LOG = Logger.getLogger(SweepOutbox.class);

    private final Outbox outbox;
    private final PublishOutbox publish;

    SweepOutbox(Outbox outbox, PublishOutbox publish) {
        this.outbox = outbox;
        this.publish = publish;
    }

    @Scheduled(every = "1s", identity = "sweep-outbox", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> sweep() {
        var room = publish.room();
        return room == 0
                ? Uni.createFrom().voidItem()
                : outbox.takeDue(room)
                        .onFailure().invoke(failure -> LOG.warnf("the outbox is swept later: %s", failure))
                        .onFailure().recoverWithItem(List.of())
                        .invoke(rows -> rows.forEach(publish::send))
                        .replaceWithVoid();
    }
}
