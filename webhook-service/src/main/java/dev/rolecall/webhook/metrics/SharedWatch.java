package dev.rolecall.webhook.metrics;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.lease.PodLease;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Executes a query over large tables in one pod among all, and answers in every pod with what that one has found. If it dies
/// or fails, another takes over within a minute, and what was found last stays until then.
@ApplicationScoped
class SharedWatch {
    private static final String READ = """
            SELECT CASE WHEN found_at > now() - interval '2 minutes' THEN found END AS found FROM watches WHERE name = $1""";

    private final Pool pool;
    private final PodLease lease;

    SharedWatch(Pool pool, PodLease lease) {
        this.pool = pool;
        this.lease = lease;
    }

    /// @param name of the watch, the same in all pods
    /// @param query without parameters
    /// @return its rows, as JSON objects by column; null if nothing was found out within the last two minutes
    Uni<@Nullable JsonArray> found(String name, String query) {
        return lease.ifHeld(name, () -> watch(name, query))
                .chain(() -> pool.preparedQuery(READ).execute(Tuple.of(name)))
                .map(rows -> rows.iterator().next().getJsonArray("found"));
    }

    private Uni<Void> watch(String name, String query) {
        return pool.preparedQuery("""
                UPDATE watches SET found_at = now(),
                    found = (SELECT coalesce(jsonb_agg(to_jsonb(seen)), '[]') FROM (%s) AS seen)
                WHERE name = $1 AND holder = $2""".formatted(query))
                .execute(Tuple.of(name, lease.pod()))
                .replaceWithVoid();
    }
}
