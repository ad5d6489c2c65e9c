package dev.rolecall.webhook.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.contract.Status;
import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

/// Gauges: number of transcripts by both statuses, and the age of the least recently updated one. Every pod reports the
/// same values. Transcripts that are completed in both are not counted: there are too many. Those that are held have a gauge of
/// their own.
@ApplicationScoped
class WatchTranscripts {
    private static final String TRANSCRIPTS = "rolecall.transcripts";
    private static final String OLDEST_AGE = "rolecall.transcripts.oldest.age";

    private static final String UNFINISHED = """
            SELECT status, processing_status, count(*) AS transcripts,
                extract(epoch FROM now() - min(updated_at))::float8 AS oldest
            FROM transcripts
            WHERE (status IN ('pending', 'processing', 'failed')
                    OR processing_status IN ('pending', 'processing', 'failed'))
                AND erased_at IS NULL AND NOT (way IN ('off', 'shadow') AND status = 'completed' AND processing_status = 'pending')
            GROUP BY status, processing_status""";

    private final Pool pool;
    private final MultiGauge counts;
    private final MultiGauge ages;

    WatchTranscripts(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        this.counts = MultiGauge.builder(TRANSCRIPTS)
                .description("Transcripts by both statuses")
                .register(metrics);
        this.ages = MultiGauge.builder(OLDEST_AGE)
                .description("Age of the least recently updated transcript, by both statuses")
                .baseUnit("seconds")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(15, "read transcript metrics", this::read);
        }
    }

    private Uni<Void> read() {
        return pool.preparedQuery(UNFINISHED).execute().invoke(this::show).replaceWithVoid();
    }

    private record Statuses(Status status, Status processingStatus) {
        private static Statuses of(Row row) {
            return new Statuses(Status.of(row.getString("status")), Status.of(row.getString("processing_status")));
        }

        private Tags tags() {
            return Tags.of("status", status.text(), "processing_status", processingStatus.text());
        }

        private boolean isCompleted() {
            return status == Status.COMPLETED && processingStatus == Status.COMPLETED;
        }
    }

    private void show(RowSet<Row> found) {
        var byStatuses = new HashMap<Statuses, Row>();
        found.forEach(row -> byStatuses.put(Statuses.of(row), row));
        counts.register(gauges(byStatuses, "transcripts"), true);
        ages.register(gauges(byStatuses, "oldest"), true);
    }

    /// One for each combination, because a gauge that is absent looks like one that is not scraped.
    private static List<MultiGauge.Row<?>> gauges(Map<Statuses, Row> byStatuses, String column) {
        var gauges = new ArrayList<MultiGauge.Row<?>>();
        for (var status : Status.values()) {
            for (var processingStatus : Status.values()) {
                var statuses = new Statuses(status, processingStatus);
                if (!statuses.isCompleted()) {
                    var row = byStatuses.get(statuses);
                    gauges.add(MultiGauge.Row.of(statuses.tags(), row == null ? 0 : row.getDouble(column)));
                }
            }
        }
        return gauges;
    }
}
