package dev.rolecall.webhook.operations.replay;

import java.util.UUID;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import dev.rolecall.webhook.events.EventRows;
import dev.rolecall.webhook.lease.PodLease;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

/// Raises the jobs of running replays at their rate, in one pod among all. Whether a replay still runs is checked in the
/// statement that raises jobs, and what is raised is marked in it: another pod can go on at any moment.
@ApplicationScoped
class RaiseJobs {
    private static final String LEASE = "replays";

    /// What the rate allows by now. A pause between two pods is not made up for.
    private static final String RUNNING = """
            SELECT id, forced, floor(per_second * least(extract(epoch FROM now() - credit_from),
                greatest(2, 2 / per_second)))::int AS due
            FROM replays WHERE state = 'running' ORDER BY id""";

    /// With whether the replay is forced. Something may be parked or discarded while a replay runs.
    private static final String NOT_PUT_ASIDE = """
            NOT EXISTS (SELECT FROM dead_letters d
                    WHERE d.transcript_id = t.id AND d.job = t.job AND NOT d.shadow
                        AND (d.discarded_at IS NOT NULL OR d.parked_at IS NOT NULL AND NOT %s))""";

    /// The next jobs, and of those that can be raised what their event needs.
    private static final String NEXT = """
            SELECT j.transcript_id, %s FROM (
                SELECT transcript_id, job FROM replay_jobs
                WHERE replay_id = $1 AND raised_at IS NULL AND skipped_at IS NULL
                ORDER BY transcript_id LIMIT $2) AS j
            LEFT JOIN (transcripts t %s) ON t.id = j.transcript_id AND t.job = j.job AND t.status = 'completed'
                AND t.processing_status = 'failed' AND t.erased_at IS NULL
                AND %s"""
            .formatted(EventRows.COLUMNS, EventRows.BODY, NOT_PUT_ASIDE.formatted("$3"));

    private static final String RAISE = """
            WITH running AS (SELECT FROM replays WHERE id = $8 AND state = 'running' FOR UPDATE),
            chosen AS (
                UPDATE transcripts t SET job = t.job + 1, claim = t.claim + 1, updated_at = now() FROM %s
                WHERE EXISTS (SELECT FROM running) AND t.id = e.transcript_id AND t.job = e.job
                    AND t.status = 'completed' AND t.processing_status = 'failed' AND t.erased_at IS NULL AND %s
                RETURNING t.id),
            marked AS (
                UPDATE replay_jobs j SET raised_at = now() FROM chosen
                WHERE j.replay_id = $8 AND j.transcript_id = chosen.id),
            paid AS (
                UPDATE replays SET credit_from = greatest(credit_from,
                        now() - make_interval(secs => greatest(2, 2 / per_second)))
                    + make_interval(secs => (SELECT count(*) FROM chosen) / per_second)
                WHERE id = $8)
            %s""".formatted(EventRows.GIVEN, NOT_PUT_ASIDE.formatted("$9"), EventRows.INSERT);

    private static final String SKIP = """
            UPDATE replay_jobs SET skipped_at = now()
            WHERE replay_id = $1 AND transcript_id = ANY($2) AND raised_at IS NULL""";

    private static final String COMPLETE = """
            UPDATE replays SET state = 'completed', ended_at = now()
            WHERE id = $1 AND state = 'running' AND NOT EXISTS (SELECT FROM replay_jobs
                WHERE replay_id = $1 AND raised_at IS NULL AND skipped_at IS NULL)""";

    private final PodLease lease;
    private final Pool pool;
    private final EventRows events;

    RaiseJobs(PodLease lease, Pool pool, EventRows events) {
        this.lease = lease;
        this.pool = pool;
        this.events = events;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(1, "raise the jobs of replays",
                    () -> lease.ifHeld(LEASE, this::raiseAll));
        }
    }

    private Uni<Void> raiseAll() {
        return pool.preparedQuery(RUNNING)
                .execute()
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUni(this::raiseDue)
                // one that fails stops no other
                .collectFailures()
                .concatenate()
                .collect()
                .last();
    }

    private Uni<Void> raiseDue(Row replay) {
        var id = replay.getUUID("id");
        var due = replay.getInteger("due");
        if (due == 0) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(NEXT)
                .execute(Tuple.of(id, due, replay.getBoolean("forced")))
                .chain(next -> {
                    var rows = StreamSupport.stream(next.spliterator(), false).toList();
                    var ready = rows.stream().filter(row -> row.getUUID("id") != null).toList();
                    var others = rows.stream()
                            .filter(row -> row.getUUID("id") == null)
                            .map(row -> row.getUUID("transcript_id"))
                            .toArray(UUID[]::new);
                    return pool.preparedQuery(RAISE)
                            .execute(events.parameters(ready, event -> event.replay())
                                    .addUUID(id)
                                    .addBoolean(replay.getBoolean("forced")))
                            .chain(() -> pool.preparedQuery(SKIP).execute(Tuple.of(id, others)))
                            .chain(() -> pool.preparedQuery(COMPLETE).execute(Tuple.of(id)));
                })
                .replaceWithVoid();
    }
}
