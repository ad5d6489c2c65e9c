package dev.rolecall.webhook.quarantine;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/// Bounds what is in quarantine by size and by age.
///
/// The size is read once a minute. What this pod adds in between counts at once; what other pods add counts from the
/// next reading on, so the quota may be exceeded by what they take in a minute.
@ApplicationScoped
class QuarantineQuota {
    private static final String BYTES = "rolecall.quarantine.bytes";
    private static final String MAX_BYTES = "rolecall.quarantine.max.bytes";
    private static final int SECONDS_BETWEEN_READINGS = 60;
    private static final int MAX_DELETED_AT_ONCE = 500;

    private final QuarantineConfig config;
    private final ServeConfig serve;
    private final Pool pool;
    private final AtomicLong bytes = new AtomicLong();

    QuarantineQuota(QuarantineConfig config, ServeConfig serve, Pool pool, MeterRegistry metrics) {
        this.config = config;
        this.serve = serve;
        this.pool = pool;
        Gauge.builder(BYTES, bytes, AtomicLong::doubleValue)
                .description("Size of all quarantined bodies, compressed")
                .register(metrics);
        Gauge.builder(MAX_BYTES, config, it -> it.maxSize().asLongValue())
                .description("rolecall.quarantine.max-size, beyond which bodies are refused")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(SECONDS_BETWEEN_READINGS, "bound the quarantine", this::bound);
    }

    /// Counts a body that is about to be stored.
    ///
    /// @return false if it would exceed the quota; then it is not counted
    boolean take(long size) {
        if (bytes.addAndGet(size) <= config.maxSize().asLongValue()) {
            return true;
        }
        bytes.addAndGet(-size);
        return false;
    }

    /// Deletes, in pods that may, what is too old, and reads the size of what is left.
    Uni<Void> bound() {
        return (serve.isApi() ? deleteExpired() : Uni.createFrom().voidItem())
                .chain(() -> pool.query("SELECT quarantine_bytes() AS bytes")
                        .execute())
                .invoke(rows -> bytes.set(rows.iterator().next().getLong("bytes")))
                .replaceWithVoid();
    }

    private Uni<Void> deleteExpired() {
        return Uni.createFrom()
                .deferred(() -> pool
                        .preparedQuery(
                                """
                                        DELETE FROM quarantine WHERE sha256 IN (
                                            SELECT sha256 FROM quarantine q WHERE received_at < now() - make_interval(secs => $1)
                                                AND NOT EXISTS (SELECT FROM transcripts t WHERE t.request_id = q.request_id AND is_held(t.id, t.tags))
                                            ORDER BY received_at LIMIT $2)""")
                        .execute(Tuple.of((double) config.retention().toSeconds(), MAX_DELETED_AT_ONCE)))
                .map(RowSet::rowCount)
                .repeat().whilst(deleted -> deleted == MAX_DELETED_AT_ONCE)
                .onItem().ignoreAsUni();
    }
}
