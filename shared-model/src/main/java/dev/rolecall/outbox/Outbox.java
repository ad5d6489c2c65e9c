package dev.rolecall.outbox;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/// The `outbox` table, as far as rows leave it. They enter it within the statements of the features.
@ApplicationScoped
public class Outbox {
    private final Pool pool;
    private final OutboxConfig config;

    Outbox(Pool pool, OutboxConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /// Rows of this service that are due, oldest first; no other sweeper will see them for a while. No lock outlives
    /// the statement. The jitter keeps rows that failed together from coming back together.
    public Uni<List<OutboxRow>> takeDue(int limit) {
        return pool.preparedQuery("""
                UPDATE outbox SET publish_after = now() + make_interval(secs => $3 * (1 + random() / 5))
                WHERE id IN (
                    SELECT id FROM outbox WHERE writer = $1 AND publish_after <= now()
                    ORDER BY publish_after LIMIT $2 FOR UPDATE SKIP LOCKED)
                RETURNING id, topic, key, value, headers""")
                .execute(Tuple.of(config.writer(), limit, (double) config.takenFor().toSeconds()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(OutboxRow::of).toList());
    }

    public Uni<Integer> delete(Collection<UUID> ids) {
        return pool.preparedQuery("DELETE FROM outbox WHERE id = ANY($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(RowSet::rowCount);
    }
}
