package dev.rolecall.classifier.claim;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/// Extends the leases of this pod's claims, all in one statement. If the pod dies, its jobs are free when their leases
/// end. If the pod was stalled for longer than that, its claims are overtaken and its writes change nothing.
@ApplicationScoped
public class Leases {
    private final Pool pool;
    private final Duration lease;
    private final Map<UUID, Long> held = new ConcurrentHashMap<>();

    Leases(Pool pool, ClaimConfig config) {
        this.pool = pool;
        this.lease = config.lease();
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(5, "extend leases", this::extend);
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

    /// Gives up every claim of this pod, so that other pods do not wait for the leases to end. Jobs that are still
    /// running change nothing afterwards, because their claims are overtaken.
    ///
    /// @return how many claims there were
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

    private Uni<Void> extend() {
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
                .replaceWithVoid();
    }
}
