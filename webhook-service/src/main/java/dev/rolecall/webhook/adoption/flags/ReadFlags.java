package dev.rolecall.webhook.adoption.flags;

import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.adoption.flags.FlagTable.Rule;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;

/// Reads the rules of all flags once a second. While PostgreSQL is unavailable, the last ones hold.
@ApplicationScoped
class ReadFlags {
    private static final int SECONDS_BETWEEN_READS = 1;

    private final Pool pool;
    private final FlagTable table;

    ReadFlags(Pool pool, FlagTable table) {
        this.pool = pool;
        this.table = table;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(SECONDS_BETWEEN_READS, "read the flags", this::read);
    }

    private Uni<Void> read() {
        return pool.preparedQuery("SELECT flag, tag, percent::float8 AS percent, value FROM flag_rules")
                .execute()
                .invoke(rows -> table.use(StreamSupport.stream(rows.spliterator(), false).map(ReadFlags::rule)))
                .replaceWithVoid();
    }

    private static Rule rule(Row row) {
        return Rule.of(row.getString("flag"), row.getString("tag"), row.getDouble("percent"), row.getString("value"));
    }
}
