package dev.rolecall.outbox;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Reads and deletes this service's rows of the `outbox` table. [InsertOutboxRow] inserts them.
@ApplicationScoped
public class Outbox {
    /// Counting more takes long, and the exact number is of no use beyond.
    private static final int MAX_COUNTED = 1_000_000;

    private final Pool pool;
    private final OutboxConfig config;

    Outbox(Pool pool, OutboxConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /// Takes due rows of each topic, those first that have waited longest. No other sweeper gets them for `rolecall.outbox.taken-for`, and no lock outlives
    /// the statement. The jitter keeps rows that failed together from coming back together.
    ///
    /// @param places how many rows of a topic
    public Uni<List<OutboxRow>> takeDue(Map<String, Integer> places) {
        var topics = places.keySet().toArray(String[]::new);
        return pool.preparedQuery("""
                UPDATE outbox SET publish_after = now() + make_interval(secs => $4 * (1 + random() / 5))
                WHERE id IN (
                    SELECT due.id FROM unnest($2::text[], $3::int[]) AS wanted (topic, places), LATERAL (
                        SELECT id FROM outbox
                        WHERE writer = $1 AND topic = wanted.topic AND publish_after <= now()
                        ORDER BY publish_after LIMIT wanted.places FOR UPDATE SKIP LOCKED) AS due)
                RETURNING id, topic, key, value, headers""")
                .execute(Tuple.of(config.writer(), topics, Stream.of(topics).map(places::get).toArray(Integer[]::new),
                        (double) config.takenFor().toSeconds()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(OutboxRow::of).toList());
    }

    /// Deletes rows that the broker has acknowledged.
    ///
    /// @return how many there were
    public Uni<Integer> delete(Collection<UUID> ids) {
        return pool.preparedQuery("DELETE FROM outbox WHERE id = ANY($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(RowSet::rowCount);
    }

    /// The unpublished rows of this service.
    ///
    /// @param rows how many, at most 1,000,000
    /// @param oldest id of the oldest among the next 1,000 due rows, which is found by one index scan; null if there is
    ///     none
    public record Backlog(long rows, @Nullable UUID oldest) {}

    public Uni<Backlog> backlog() {
        return pool
                .preparedQuery(
                        """
                                SELECT (SELECT count(*) FROM (SELECT FROM outbox WHERE writer = $1 LIMIT $2) AS unpublished) AS rows,
                                    (SELECT id FROM (SELECT id FROM outbox WHERE writer = $1
                                            ORDER BY publish_after LIMIT 1000) AS due
                                        ORDER BY id LIMIT 1) AS oldest""")
                .execute(Tuple.of(config.writer(), MAX_COUNTED))
                .map(rows -> backlog(rows.iterator().next()));
    }

    private static Backlog backlog(Row row) {
        return new Backlog(row.getLong("rows"), row.getUUID("oldest"));
    }
}
