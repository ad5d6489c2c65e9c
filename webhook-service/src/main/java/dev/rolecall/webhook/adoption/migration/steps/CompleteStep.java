package dev.rolecall.webhook.adoption.migration.steps;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.Pace;
import dev.rolecall.webhook.adoption.migration.table.Sql;

/// The view goes: nobody reads or writes the old pattern any more. Bodies and results of the old table, which Rolecall's
/// tables have, are taken out of it; its rows stay, for the way back.
public final class CompleteStep {
    private final Sql sql;
    private final LegacyTable table;
    private final LegacyTable aside;
    private final Consumer<String> progress;

    /// @param table by the name that the application knew
    public CompleteStep(Sql sql, LegacyTable table, Consumer<String> progress) {
        this.sql = sql;
        this.table = table;
        this.aside = table.aside();
        this.progress = progress;
    }

    /// A second run goes on where the first has ended.
    public void up() throws SQLException {
        if (sql.number("SELECT count(*) FROM pg_class WHERE oid = to_regclass(?) AND relkind = 'v'",
                table.name()) > 0) {
            new CopyStep(sql, aside, progress).up(() -> false);
            new FillOldTable(sql, aside, progress).all();
            sql.inTransaction(() -> {
                new OldTableView(sql, table, aside).drop();
                sql.execute(aside.in("DROP TRIGGER rolecall_follow ON {table}"));
                sql.execute(aside.in("DROP TRIGGER rolecall_deleted ON {table}"));
                sql.execute("TRUNCATE rolecall_adoption.filled");
                return sql.execute("UPDATE rolecall_adoption.state SET step = 'complete'");
            });
        }
        var pace = new Pace(sql, "cleared", SchemaStep.rows(sql, aside), progress);
        for (var last = "1"; last != null;) {
            var began = System.nanoTime();
            var cleared = sql.execute(aside.in("""
                    UPDATE {table} SET {response} = NULL, {result} = NULL WHERE {id} IN (
                        SELECT {id} FROM {table} WHERE {response} IS NOT NULL OR {result} IS NOT NULL LIMIT ?)"""),
                    pace.batch());
            pace.ended(cleared, Duration.ofNanos(System.nanoTime() - began));
            last = cleared == 0 ? null : last;
        }
        progress.accept("VACUUM FULL %s gives the space back to the system".formatted(aside.name()));
    }

    /// Everything is filled in again, and the view comes back.
    public void down() throws SQLException {
        new FillOldTable(sql, aside, progress).all();
        CutoverStep.labels(sql, aside, progress);
        sql.inTransaction(() -> {
            CopyStep.addTriggers(sql, aside);
            new OldTableView(sql, table, aside).create();
            return sql.execute("UPDATE rolecall_adoption.state SET step = 'cutover'");
        });
        progress.accept("%s is a view again".formatted(table.name()));
    }
}
