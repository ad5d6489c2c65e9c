package dev.rolecall.publishing;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Ids;
import dev.rolecall.outbox.OutboxConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

/// How much of this service's is unpublished, and for how long: the oldest of those that are next, which one index finds. Every
/// pod says the same.
@ApplicationScoped
class WatchOutbox {
    private static final Logger LOG = Logger.getLogger(WatchOutbox.class);

    /// Beyond that the exact number tells nobody more, and counting takes long.
    private static final int MOST_COUNTED = 1_000_000;

    private final Pool pool;
    private final OutboxConfig config;
    private final Clock clock;
    private volatile double rows = Double.NaN;
    private volatile double oldestAgeMillis = Double.NaN;

    WatchOutbox(Pool pool, OutboxConfig config, Clock clock, MeterRegistry metrics) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
        metrics.gauge("rolecall.outbox.rows", this, it -> it.rows);
        TimeGauge
                .builder("rolecall.outbox.oldest.age", this, TimeUnit.MILLISECONDS, it -> it.oldestAgeMillis)
                .description("of the row that has been unpublished for longest")
                .register(metrics);
    }

    @Scheduled(every = "15s", identity = "watch-outbox", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> look() {
        return pool.preparedQuery("""
                SELECT (SELECT count(*) FROM (SELECT FROM outbox WHERE writer = $1 LIMIT $2) AS unpublished) AS rows,
                    (SELECT id FROM (SELECT id FROM outbox WHERE writer = $1 ORDER BY publish_after LIMIT 1000) AS due
                        ORDER BY id LIMIT 1) AS oldest""")
                .execute(Tuple.of(config.writer(), MOST_COUNTED))
                .invoke(found -> note(found.iterator().next()))
                .replaceWithVoid()
                .onFailure().invoke(failure -> LOG.warnf("the outbox is looked at later: %s", failure))
                .onFailure().recoverWithNull();
    }

    private void note(Row found) {
        rows = found.getLong("rows");
        UUID oldest = found.getUUID("oldest");
        oldestAgeMillis = oldest == null ? 0 : Math.max(0, clock.millis() - Ids.timeOf(oldest).toEpochMilli());
    }
}
