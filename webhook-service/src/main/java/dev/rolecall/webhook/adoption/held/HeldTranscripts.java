package dev.rolecall.webhook.adoption.held;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import dev.rolecall.webhook.events.EventRows;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Counts and releases held transcripts: those whose way is off, or whose labels are only compared.
@ApplicationScoped
class HeldTranscripts {
    private static final String HELD = """
            t.processing_status = 'pending' AND t.status = 'completed' AND t.way IN ('off', 'shadow')
                AND t.erased_at IS NULL
            """;
    private static final String FIND = "SELECT " + EventRows.COLUMNS + " FROM transcripts t " + EventRows.BODY
            + "WHERE "
            + HELD + "AND ($1::text IS NULL OR t.tags @> ARRAY[$1]::varchar[]) ORDER BY t.id LIMIT $2";
    private static final String RELEASE = """
            WITH chosen AS (
                UPDATE transcripts t SET way = 'queue', job_began_at = now(), updated_at = now() FROM %s
                WHERE t.id = e.transcript_id AND t.job = e.job AND %s
                RETURNING t.id
            )
            %s""".formatted(EventRows.GIVEN, HELD, EventRows.INSERT);

    private final Pool pool;
    private final EventRows events;
    private final AtomicLong held = new AtomicLong();

    HeldTranscripts(Pool pool, EventRows events, MeterRegistry metrics) {
        this.pool = pool;
        this.events = events;
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
        return pool.preparedQuery("SELECT count(*) AS held FROM transcripts t WHERE " + HELD)
                .execute()
                .map(rows -> rows.iterator().next().getLong("held"))
                .invoke(held::set);
    }

    /// Releases the oldest. The labels of one that has only been compared are made again, and shown.
    ///
    /// @param tag only transcripts with this tag; null for all
    /// @return how many
    Uni<Integer> release(@Nullable String tag, int limit) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(tag, limit))
                .chain(found -> found.size() == 0
                        ? Uni.createFrom().item(0)
                        : pool.preparedQuery(RELEASE)
                                .execute(events.parameters(found, event -> event))
                                .map(RowSet::rowCount));
    }
}
