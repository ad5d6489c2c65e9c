package dev.rolecall.webhook.metrics;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import org.jboss.logging.Logger;

/// Whether the owner's daily job makes partitions: how many of the coming months have one, up to the first that has none, and
/// whether anything lies in a DEFAULT partition.
@ApplicationScoped
class WatchPartitions {
    private static final Logger LOG = Logger.getLogger(WatchPartitions.class);

    private static final String LOOK = """
            SELECT (SELECT coalesce(min(ahead), 13) - 1 FROM generate_series(1, 12) AS ahead
                    WHERE to_regclass('raw_transcripts_' || to_char(date_trunc('month', now() AT TIME ZONE 'UTC')
                        + make_interval(months => ahead), 'YYYY_MM')) IS NULL)::float8 AS ahead,
                (EXISTS (SELECT FROM raw_transcripts_unplanned)
                    OR EXISTS (SELECT FROM processed_transcripts_unplanned))::integer::float8 AS is_default_used""";

    private final Pool pool;
    private volatile double monthsAhead = Double.NaN;
    private volatile double defaultUsed = Double.NaN;

    WatchPartitions(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        metrics.gauge("rolecall.partitions.months.ahead", this, it -> it.monthsAhead);
        metrics.gauge("rolecall.partitions.default.used", this, it -> it.defaultUsed);
    }

    @Scheduled(every = "15s", identity = "watch-partitions", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> look() {
        return pool.preparedQuery(LOOK)
                .execute()
                .invoke(found -> note(found.iterator().next()))
                .replaceWithVoid()
                .onFailure().invoke(failure -> LOG.warnf("partitions are looked at later: %s", failure))
                .onFailure().recoverWithNull();
    }

    private void note(Row found) {
        monthsAhead = found.getDouble("ahead");
        defaultUsed = found.getDouble("is_default_used");
    }
}
