package dev.rolecall.webhook.watching;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.model.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import org.jboss.logging.Logger;

/// Counts and ages of transcripts by both their statuses, side by side, and whether the coming months have partitions.
/// Every pod says the same. What is completed in both is not counted: that is nearly all, and counting it takes long.
@ApplicationScoped
class WatchTranscripts {
    private static final Logger LOG = Logger.getLogger(WatchTranscripts.class);

    private static final String UNFINISHED = """
            SELECT status, processing_status, count(*) AS transcripts,
                extract(epoch FROM now() - min(created_at))::float8 AS oldest
            FROM transcripts
            WHERE (status IN ('pending', 'processing', 'failed')
                    OR processing_status IN ('pending', 'processing', 'failed'))
                AND erased_at IS NULL
            GROUP BY status, processing_status""";

    private static final String PARTITIONS = """
            SELECT (SELECT count(*) FROM generate_series(1, 12) AS ahead
                    WHERE to_regclass('raw_transcripts_' || to_char(now() AT TIME ZONE 'UTC'
                        + make_interval(months => ahead), 'YYYY_MM')) IS NOT NULL) AS ahead,
                EXISTS (SELECT FROM raw_transcripts_unplanned)
                    OR EXISTS (SELECT FROM processed_transcripts_unplanned) AS is_default_used""";

    private final Pool pool;
    private final MultiGauge counts;
    private final MultiGauge ages;
    private final AtomicLong monthsAhead = new AtomicLong(1);
    private final AtomicLong defaultUsed = new AtomicLong();

    WatchTranscripts(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        this.counts = MultiGauge.builder("rolecall.transcripts").register(metrics);
        this.ages = MultiGauge.builder("rolecall.transcripts.oldest.age").baseUnit("seconds").register(metrics);
        metrics.gauge("rolecall.partitions.months.ahead", monthsAhead);
        metrics.gauge("rolecall.partitions.default.used", defaultUsed);
    }

    @Scheduled(every = "15s", identity = "watch-transcripts", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> look() {
        return pool.preparedQuery(UNFINISHED)
                .execute()
                .invoke(this::noteTranscripts)
                .chain(() -> pool.preparedQuery(PARTITIONS).execute())
                .invoke(found -> notePartitions(found.iterator().next()))
                .replaceWithVoid()
                .onFailure().invoke(failure -> LOG.warnf("the tables are looked at later: %s", failure))
                .onFailure().recoverWithNull();
    }

    private record Pair(Status status, Status processingStatus) {
        private Tags tags() {
            return Tags.of("status", status.text(), "processing_status", processingStatus.text());
        }
    }

    private void noteTranscripts(RowSet<Row> found) {
        var byStatuses = new HashMap<Pair, Row>();
        found.forEach(row -> byStatuses.put(
                new Pair(Status.of(row.getString("status")), Status.of(row.getString("processing_status"))), row));
        var transcripts = new ArrayList<MultiGauge.Row<?>>();
        var oldest = new ArrayList<MultiGauge.Row<?>>();
        for (var status : Status.values()) {
            for (var processingStatus : Status.values()) {
                var pair = new Pair(status, processingStatus);
                if (!pair.equals(new Pair(Status.COMPLETED, Status.COMPLETED))) {
                    transcripts.add(MultiGauge.Row.of(pair.tags(), of(byStatuses, pair, "transcripts")));
                    oldest.add(MultiGauge.Row.of(pair.tags(), of(byStatuses, pair, "oldest")));
                }
            }
        }
        counts.register(transcripts, true);
        ages.register(oldest, true);
    }

    private static double of(Map<Pair, Row> byStatuses, Pair pair, String column) {
        var row = byStatuses.get(pair);
        return row == null ? 0 : row.getDouble(column);
    }

    private void notePartitions(Row found) {
        monthsAhead.set(found.getLong("ahead"));
        defaultUsed.set(found.getBoolean("is_default_used") ? 1 : 0);
    }
}
