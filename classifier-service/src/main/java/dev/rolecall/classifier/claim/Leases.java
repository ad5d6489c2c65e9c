package dev.rolecall.classifier.claim;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.classification.ClassificationConfig;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

/// Extends the leases of the claims that this pod holds, all in one statement. A pod that dies stops doing so, and its
/// jobs are free a lease later; a pod that was away too long finds its claims overtaken and changes nothing.
@ApplicationScoped
public class Leases {
    private static final Logger LOG = Logger.getLogger(Leases.class);

    private final Pool pool;
    private final Duration lease;
    private final Map<UUID, Long> held = new ConcurrentHashMap<>();

    Leases(Pool pool, ClassificationConfig config) {
        this.pool = pool;
        this.lease = config.lease();
    }

    double seconds() {
        return lease.toMillis() / 1000.0;
    }

    void hold(UUID transcriptId, long claim) {
        held.put(transcriptId, claim);
    }

    public void letGo(UUID transcriptId, long claim) {
        held.remove(transcriptId, claim);
    }

    /// Gives up every claim that this pod holds, so that others need not wait for its leases to end. Whatever is still
    /// being worked on changes nothing more: its claim is overtaken.
    ///
    /// @return how many there were
    public Uni<Integer> handBack() {
        var claims = Map.copyOf(held);
        var ids = claims.keySet().toArray(UUID[]::new);
        var numbers = claims.values().toArray(Long[]::new);
        return pool.preparedQuery("""
                UPDATE transcripts t SET processing_status = 'pending', lease_until = NULL, claim = t.claim + 1
                FROM unnest($1::uuid[], $2::bigint[]) AS held (id, claim)
                WHERE t.id = held.id AND t.claim = held.claim AND t.processing_status = 'processing'""")
                .execute(Tuple.of(ids, numbers))
                .map(rows -> rows.rowCount());
    }

    @Scheduled(every = "5s", identity = "extend-leases", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> extend() {
        var claims = Map.copyOf(held);
        if (claims.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ids = claims.keySet().toArray(UUID[]::new);
        var numbers = claims.values().toArray(Long[]::new);
        return pool.preparedQuery("""
                UPDATE transcripts t SET lease_until = now() + make_interval(secs => $3)
                FROM unnest($1::uuid[], $2::bigint[]) AS held (id, claim)
                WHERE t.id = held.id AND t.claim = held.claim AND t.processing_status = 'processing'""")
                .execute(Tuple.of(ids, numbers, seconds()))
                .onFailure().invoke(failure -> LOG.warnf("%d leases are extended later: %s", claims.size(), failure))
                .onFailure().recoverWithNull()
                .replaceWithVoid();
    }
}
