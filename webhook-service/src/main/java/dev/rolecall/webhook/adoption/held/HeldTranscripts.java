package dev.rolecall.webhook.adoption.held;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.outbox.OutboxConfig;
import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Counts and releases held transcripts. The event of a held transcript is in the outbox already, due at infinity, so to
/// release it is to make it due now.
@ApplicationScoped
class HeldTranscripts {
    private static final String RELEASE = """
            WITH chosen AS (
                SELECT o.id, t.id AS transcript_id FROM outbox o JOIN transcripts t ON t.id = o.key::uuid
                WHERE o.writer = $1 AND o.publish_after = 'infinity'
                    AND ($2::text IS NULL OR t.tags @> ARRAY[$2]::varchar[])
                ORDER BY o.id LIMIT $3 FOR UPDATE OF o SKIP LOCKED
            ), released AS (
                UPDATE outbox SET publish_after = now() FROM chosen WHERE outbox.id = chosen.id
                RETURNING chosen.transcript_id
            )
            UPDATE transcripts SET way = 'queue', updated_at = now() FROM released
            WHERE transcripts.id = released.transcript_id""";

    private final Pool pool;
    private final OutboxConfig outbox;
    private final AtomicLong held = new AtomicLong();

    HeldTranscripts(Pool pool, OutboxConfig outbox, MeterRegistry metrics) {
        this.pool = pool;
        this.outbox = outbox;
        Gauge.builder("rolecall.transcripts.held", held, AtomicLong::doubleValue)
                .description("Transcripts whose way is off: they wait for ./rolecall held release")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(15, "count held transcripts", () -> count().replaceWithVoid());
        }
    }

    Uni<Long> count() {
        return pool.preparedQuery(
                "SELECT count(*) AS held FROM outbox WHERE writer = $1 AND publish_after = 'infinity'")
                .execute(Tuple.of(outbox.writer()))
                .map(rows -> rows.iterator().next().getLong("held"))
                .invoke(held::set);
    }

    /// Releases the oldest.
    ///
    /// @param tag only transcripts with this tag; null for all
    /// @return how many
    Uni<Integer> release(@Nullable String tag, int limit) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(outbox.writer(), tag, limit))
                .map(RowSet::rowCount);
    }
}
