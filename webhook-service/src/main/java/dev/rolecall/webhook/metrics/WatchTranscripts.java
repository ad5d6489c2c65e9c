package dev.rolecall.webhook.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import org.jboss.logging.Logger;

/// How many transcripts there are in both their statuses, side by side, and since when nothing has happened to the one that
/// has waited for longest. Every pod says the same. What is completed in both is not counted: that is nearly all, and
/// counting it takes long.
@ApplicationScoped
class WatchTranscripts {
    private static final Logger LOG = Logger.getLogger(WatchTranscripts.class);

    private static final String UNFINISHED = """
            SELECT status, processing_status, count(*) AS transcripts,
                extract(epoch FROM now() - min(updated_at))::float8 AS oldest
            FROM transcripts
            WHERE (status IN ('pending', 'processing', 'failed')
                    OR processing_status IN ('pending', 'processing', 'failed'))
                AND erased_at IS NULL
            GROUP BY status, processing_status""";

    private final Pool pool;
    private final MultiGauge counts;
    private final MultiGauge ages;

    WatchTranscripts(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        this.counts = MultiGauge.builder("rolecall.transcripts").register(metrics);
        this.ages = MultiGauge.builder("rolecall.transcripts.oldest.age").baseUnit("seconds").register(metrics);
    }

    @Scheduled(every = "15s", identity = "watch-transcripts", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> look() {
        return pool.preparedQuery(UNFINISHED)
                .execute()
                .invoke(this::note)
                .replaceWithVoid()
                .onFailure().invoke(failure -> LOG.warnf("transcripts are counted later: %s", failure))
                .onFailure().recoverWithNull();
    }

    private record Pair(Status status, Status processingStatus) {
        private Tags tags() {
            return Tags.of("status", status.text(), "processing_status", processingStatus.text());
        }
    }

    private void note(RowSet<Row> found) {
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
}
