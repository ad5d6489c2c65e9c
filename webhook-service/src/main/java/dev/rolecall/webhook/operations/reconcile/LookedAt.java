package dev.rolecall.webhook.operations.reconcile;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.operations.stuck.Look;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/// What the reconciler needs to know before it acts, and what it leaves behind.
@ApplicationScoped
class LookedAt {
    /// Of operators, for all pods; or of most pods, by themselves.
    private static final String PAUSE = """
            SELECT 'consumption is paused: ' || reason AS because FROM consumption_pauses WHERE pod = '' AND topic = ''
            UNION ALL
            SELECT 'most pods are paused: ' || min(state #>> '{paused,code}') FROM pods
                WHERE seen_at > now() - interval '1 minute'
                HAVING 2 * count(*) FILTER (WHERE state ? 'paused') > count(*)
            LIMIT 1""";

    private final Pool pool;

    LookedAt(Pool pool) {
        this.pool = pool;
    }

    /// Why consumption is paused; empty if it is not.
    Uni<Optional<String>> pause() {
        return pool.preparedQuery(PAUSE)
                .execute()
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("because")));
    }

    /// Keeps it where every pod finds it.
    Uni<Void> saw(Look look) {
        return pool.preparedQuery("UPDATE watches SET found = $2, found_at = now() WHERE name = $1")
                .execute(Tuple.of(Look.NAME, JsonObject.mapFrom(look)))
                .replaceWithVoid();
    }

    /// Records what was done by no caller.
    Uni<Void> audit(String act, int jobs) {
        return pool.preparedQuery("INSERT INTO audit (who, act, target) VALUES ('reconciler', $1, $2)")
                .execute(Tuple.of(act, "%d jobs".formatted(jobs)))
                .replaceWithVoid();
    }
}
