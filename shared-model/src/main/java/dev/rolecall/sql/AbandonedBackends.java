package dev.rolecall.sql;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import org.jboss.logging.Logger;

/// The server processes whose connections were closed while they were at work. They keep their place among the server's
/// connections until they notice: an INSERT that waits for a synchronous replica waits on.
///
/// There are never more than a pool's worth, so a pod needs at most two pools' worth of connections.
final class AbandonedBackends {
    private static final Logger LOG = Logger.getLogger(AbandonedBackends.class);

    private final Vertx vertx;
    private final PgConnectOptions server;
    private final int max;
    private final Set<Integer> pids = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isAsking = new AtomicBoolean();

    AbandonedBackends(Vertx vertx, PgConnectOptions server, int max) {
        this.vertx = vertx;
        this.server = server;
        this.max = max;
    }

    /// @return false if there would be more than a pool's worth; then none is added
    boolean add(Collection<Integer> more) {
        return pids.size() + more.size() <= max && (more.isEmpty() || pids.addAll(more));
    }

    /// Forgets those that have ended, by asking the server over a connection of its own.
    void look() {
        if (!pids.isEmpty() && isAsking.compareAndSet(false, true)) {
            var _ = PgConnection.connect(vertx, server)
                    .compose(connection -> alive(connection).eventually(() -> connection.close()))
                    .onSuccess(pids::retainAll)
                    .onFailure(failure -> LOG.debugf("cannot ask for abandoned backends: %s", failure))
                    .onComplete(_ -> isAsking.set(false));
        }
    }

    private Future<List<Integer>> alive(PgConnection connection) {
        return connection.preparedQuery("""
                SELECT pid FROM pg_stat_activity WHERE pid = ANY ($1) AND usename = current_user""")
                .mapping(AbandonedBackends::pid)
                .execute(Tuple.of(pids.toArray(Integer[]::new)))
                .map(rows -> java.util.stream.StreamSupport.stream(rows.spliterator(), false).toList());
    }

    private static Integer pid(Row row) {
        return row.getInteger("pid");
    }
}
