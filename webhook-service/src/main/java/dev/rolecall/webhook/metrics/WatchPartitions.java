package dev.rolecall.webhook.metrics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;

/// Gauges that show whether the owner's daily job creates partitions: how many of the coming months have them, up to
/// the first month without, and whether a DEFAULT partition contains rows.
@ApplicationScoped
class WatchPartitions {
    private static final String MONTHS_AHEAD = "rolecall.partitions.months.ahead";
    private static final String DEFAULT_USED = "rolecall.partitions.default.used";

    private static final String QUERY = """
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
        Gauge.builder(MONTHS_AHEAD, this, it -> it.monthsAhead)
                .description("Months after this one that have partitions, up to the first month without")
                .register(metrics);
        Gauge.builder(DEFAULT_USED, this, it -> it.defaultUsed)
                .description("1 if a DEFAULT partition contains rows")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(15, "read partition metrics", this::read);
        }
    }

    private Uni<Void> read() {
        return pool.preparedQuery(QUERY).execute().invoke(rows -> show(rows.iterator().next())).replaceWithVoid();
    }

    private void show(Row row) {
        monthsAhead = row.getDouble("ahead");
        defaultUsed = row.getDouble("is_default_used");
    }
}
