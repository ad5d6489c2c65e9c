package dev.rolecall.webhook.lease;

import java.util.UUID;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/// Makes one pod among all the one that does something: the holder of a row of `watches`, until it has not been heard of for
/// 45 seconds. Not a lock: it works through PgBouncer in transaction mode.
@ApplicationScoped
public class PodLease {
    private final Pool pool;
    private final String pod = UUID.randomUUID().toString();

    PodLease(Pool pool) {
        this.pool = pool;
    }

    /// This pod, as the row names its holder.
    public String pod() {
        return pod;
    }

    /// Takes or extends the lease.
    ///
    /// @return false if another pod has it
    public Uni<Boolean> hold(String name) {
        return pool.preparedQuery("""
                INSERT INTO watches (name, holder, held_until) VALUES ($1, $2, now() + interval '45 seconds')
                ON CONFLICT (name) DO UPDATE SET holder = $2, held_until = now() + interval '45 seconds'
                    WHERE watches.holder = $2 OR watches.held_until < now()
                RETURNING name""")
                .execute(Tuple.of(name, pod))
                .map(rows -> rows.rowCount() > 0);
    }

    /// Does something if this pod has the lease. If that fails, another pod may take it at once: the cause may be this pod's own.
    public Uni<Void> ifHeld(String name, Supplier<Uni<Void>> work) {
        return hold(name).chain(isHeld -> isHeld
                ? work.get().onFailure().call(() -> giveUp(name))
                : Uni.createFrom().voidItem());
    }

    /// Lets another pod take it at once.
    public Uni<Void> giveUp(String name) {
        return pool.preparedQuery("UPDATE watches SET held_until = now() WHERE name = $1 AND holder = $2")
                .execute(Tuple.of(name, pod))
                .replaceWithVoid();
    }
}
