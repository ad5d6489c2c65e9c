package dev.rolecall.classifier.claim;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.classifier.llm.LlmConfig;
import dev.rolecall.classifier.progress.Work;
import dev.rolecall.scheduling.RepeatingTasks;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

/// Extends the leases of this pod's claims, all in one statement. If the pod dies, its jobs are free when their leases
/// end. If the pod was stalled for longer than that, its claims are overtaken and its writes change nothing. A job that
/// takes longer than any attempt should is free too: its lease is not extended any more.
@ApplicationScoped
public class Leases {
    private static final JobTable.Sql HAND_BACK = JobTable.Sql.of("""
            UPDATE {table} t SET processing_status = 'pending', lease_until = NULL, claim = t.claim + 1
            FROM unnest($1::uuid[], $2::bigint[]) AS held (id, claim)
            WHERE t.id = held.id AND t.claim = held.claim AND t.processing_status = 'processing'""");
    private static final JobTable.Sql EXTEND = JobTable.Sql.of("""
            UPDATE {table} t SET lease_until = now() + make_interval(secs => $1)
            FROM unnest($2::uuid[], $3::bigint[]) AS held (id, claim)
            WHERE t.id = held.id AND t.claim = held.claim AND t.processing_status = 'processing'""");

    private static final Logger LOG = Logger.getLogger(Leases.class);

    private final Pool pool;
    private final Duration lease;
    private final Duration longestAttempt;
    /// And the work whose claim it is.
    private final Map<Claim.Held, Work> held = new ConcurrentHashMap<>();

    Leases(Pool pool, ClaimConfig config, LlmConfig llm) {
        this.pool = pool;
        this.lease = config.lease();
        this.longestAttempt = llm.longestAttempt();
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(5, "extend leases", this::extend);
    }

    double seconds() {
        return lease.toMillis() / 1000.0;
    }

    /// For the current work.
    void hold(Claim.Held claim) {
        held.put(claim, Work.current());
    }

    public void letGo(Claim.Held claim) {
        held.remove(claim);
    }

    /// Gives up every claim of this pod, so that other pods do not wait for the leases to end. Jobs that are still
    /// running change nothing afterwards, because their claims are overtaken.
    ///
    /// @return how many claims there were
    public Uni<Integer> handBack() {
        return Multi.createFrom()
                .items(JobTable.values())
                .onItem()
                .transformToUniAndConcatenate(table -> update(HAND_BACK, table, Tuple.tuple()))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<Void> extend() {
        held.forEach((claim, work) -> {
            if (work.age().compareTo(longestAttempt) > 0) {
                LOG.errorf("An attempt at transcript %s has not ended after %s; its lease is not extended any more",
                        claim.transcriptId(), work.age());
                held.remove(claim);
            }
        });
        return Multi.createFrom()
                .items(JobTable.values())
                .onItem()
                .transformToUniAndConcatenate(table -> update(EXTEND, table, Tuple.of(seconds())))
                .onItem()
                .ignoreAsUni();
    }

    /// @param more parameters, beside ids and claim numbers
    /// @return how many claims of this pod were still its own
    private Uni<Integer> update(JobTable.Sql sql, JobTable table, Tuple more) {
        var claims = held.keySet().stream().filter(claim -> claim.table() == table).toList();
        return claims.isEmpty()
                ? Uni.createFrom().item(0)
                : pool.preparedQuery(sql.on(table))
                        .execute(more.addArrayOfUUID(claims.stream().map(Claim.Held::transcriptId).toArray(UUID[]::new))
                                .addArrayOfLong(claims.stream().map(Claim.Held::number).toArray(Long[]::new)))
                        .map(rows -> rows.rowCount());
    }
}
