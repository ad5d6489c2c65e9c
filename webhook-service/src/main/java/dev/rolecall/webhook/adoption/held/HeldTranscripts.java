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

    /// Labelled beside the result of before, which has not come.
    private static final String ONLY_SHADOWED = """
            FROM transcripts t %sWHERE t.processing_status = 'pending' AND t.status = 'completed' AND t.way = 'shadow'
                AND t.erased_at IS NULL
            """;
    private static final String FIND_SHADOWED = "SELECT " + EventRows.COLUMNS + " "
            + ONLY_SHADOWED.formatted(EventRows.BODY)
            + "AND ($1::text IS NULL OR t.tags @> ARRAY[$1]::varchar[]) ORDER BY t.id LIMIT $2";
    private static final String RELEASE_SHADOWED = """
            WITH chosen AS (
                UPDATE transcripts t SET way = 'queue', updated_at = now() FROM %s
                WHERE t.id = e.transcript_id AND t.job = e.job AND t.way = 'shadow' AND t.processing_status = 'pending'
                RETURNING t.id
            )
            %s""".formatted(EventRows.GIVEN, EventRows.INSERT);

    private final Pool pool;
    private final EventRows events;
    private final OutboxConfig outbox;
    private final AtomicLong held = new AtomicLong();

    HeldTranscripts(Pool pool, EventRows events, OutboxConfig outbox, MeterRegistry metrics) {
        this.pool = pool;
        this.events = events;
        this.outbox = outbox;
        Gauge.builder("rolecall.transcripts.held", held, AtomicLong::doubleValue)
                .description("Transcripts whose way is off or shadow: they wait for ./rolecall held release")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(15, "count held transcripts", () -> count().replaceWithVoid());
        }
    }

    Uni<Long> count() {
        return pool.preparedQuery("""
                SELECT (SELECT count(*) FROM outbox WHERE writer = $1 AND publish_after = 'infinity')
                    + (SELECT count(*) %s) AS held""".formatted(ONLY_SHADOWED.formatted("")))
                .execute(Tuple.of(outbox.writer()))
                .map(rows -> rows.iterator().next().getLong("held"))
                .invoke(held::set);
    }

    /// Releases the oldest. Those that were labelled as shadows come last: their labels are made again, and shown.
    ///
    /// @param tag only transcripts with this tag; null for all
    /// @return how many
    Uni<Integer> release(@Nullable String tag, int limit) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(outbox.writer(), tag, limit))
                .map(RowSet::rowCount)
                .chain(released -> released > 0 ? Uni.createFrom().item(released) : releaseShadowed(tag, limit));
    }

    private Uni<Integer> releaseShadowed(@Nullable String tag, int limit) {
        return pool.preparedQuery(FIND_SHADOWED)
                .execute(Tuple.of(tag, limit))
                .chain(found -> found.size() == 0
                        ? Uni.createFrom().item(0)
                        : pool.preparedQuery(RELEASE_SHADOWED)
                                .execute(events.parameters(found, event -> event))
                                .map(RowSet::rowCount));
    }
}
