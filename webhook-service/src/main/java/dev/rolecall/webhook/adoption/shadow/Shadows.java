package dev.rolecall.webhook.adoption.shadow;

import java.util.EnumMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.contract.Status;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import dev.rolecall.webhook.events.EventRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Has transcripts labelled beside the result that they had when they were adopted. Those that come with the way `shadow`
/// are stored with their shadow.
@ApplicationScoped
class Shadows {
    private static final String WITHOUT = """
            SELECT %s FROM transcripts t
            JOIN processed_transcripts p ON p.id = t.current_result AND p.month = t.month
            %sWHERE t.status = 'completed' AND t.processing_status = 'completed' AND t.erased_at IS NULL
                AND p.unlabelled_reason = 'adopted' AND ($1::text IS NULL OR t.tags @> ARRAY[$1]::varchar[])
                AND NOT EXISTS (SELECT FROM shadows WHERE id = t.id)
            ORDER BY t.id DESC LIMIT $2""".formatted(EventRows.COLUMNS, EventRows.BODY);

    private static final String BEGIN = """
            WITH chosen AS (
                INSERT INTO shadows (id, month, job) SELECT e.transcript_id, e.month, e.job FROM %s
                ON CONFLICT (id) DO NOTHING RETURNING id
            )
            %s""".formatted(EventRows.GIVEN, EventRows.INSERT);

    private final Pool pool;
    private final EventRows events;
    private final MultiGauge gauges;

    Shadows(Pool pool, EventRows events, MeterRegistry metrics) {
        this.pool = pool;
        this.events = events;
        this.gauges = MultiGauge.builder("rolecall.shadows")
                .description("Transcripts that are labelled beside the result of before, by the state of that")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(15, "count shadows", () -> count().replaceWithVoid());
        }
    }

    Uni<Map<Status, Long>> count() {
        return pool.preparedQuery("SELECT processing_status, count(*) AS shadows FROM shadows GROUP BY 1")
                .execute()
                .map(rows -> {
                    var counts = new EnumMap<Status, Long>(Status.class);
                    for (var status : Status.values()) {
                        counts.put(status, 0L);
                    }
                    rows.forEach(row -> counts.put(Status.of(row.getString("processing_status")),
                            row.getLong("shadows")));
                    return (Map<Status, Long>) counts;
                })
                .invoke(counts -> gauges.register(counts.entrySet()
                        .stream().<MultiGauge.Row<?>>map(
                                one -> MultiGauge.Row.of(Tags.of("processing_status", one.getKey().text()),
                                        one.getValue()))
                        .toList(), true));
    }

    /// Queues the shadows of the newest adopted transcripts that have none.
    ///
    /// @param tag only of transcripts with this tag; null for all
    /// @return how many
    Uni<Integer> begin(@Nullable String tag, int limit) {
        return pool.preparedQuery(WITHOUT)
                .execute(Tuple.of(tag, limit))
                .chain(found -> found.size() == 0
                        ? Uni.createFrom().item(0)
                        : pool.preparedQuery(BEGIN)
                                .execute(events.parameters(found, TranscriptReady::asShadow))
                                .map(RowSet::rowCount));
    }
}
