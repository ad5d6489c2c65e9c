package dev.rolecall.webhook.adoption.migration.steps;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

import dev.rolecall.webhook.adoption.migration.table.AdoptionState;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.Pace;
import dev.rolecall.webhook.adoption.migration.table.Sql;
import dev.rolecall.webhook.adoption.migration.table.Step;
import dev.rolecall.webhook.adoption.migration.table.WhenFree;

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
            var copy = new CopyStep(sql, aside, progress);
            copy.up(() -> false);
            new FillOldTable(sql, aside, progress).all();
            while (!isDropped()) {
                copy.again();
            }
        }
        clear();
        progress.accept("VACUUM FULL %s gives the space back to the system".formatted(aside.name()));
    }

    /// @return false if the application has written something that is not copied yet: then nothing is dropped
    private boolean isDropped() throws SQLException {
        return new WhenFree(sql, table).run(() -> {
            sql.execute("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(aside.name()));
            if (sql.number(aside.in("SELECT count(*) FROM {table} WHERE rolecall_copied IS NULL")) > 0) {
                return false;
            }
            new OldTableView(sql, table, aside).drop();
            sql.execute(aside.in("DROP TRIGGER rolecall_follow ON {table}"));
            sql.execute(aside.in("DROP TRIGGER rolecall_deleted ON {table}"));
            sql.execute("TRUNCATE rolecall_adoption.filled");
            new AdoptionState(sql).set(Step.COMPLETE);
            return true;
        });
    }

    /// Of what is copied, in the order of the ids.
    private void clear() throws SQLException {
        var pace = new Pace(sql, "cleared", SchemaStep.rows(sql, aside), progress);
        var clear = aside.in("""
                WITH batch AS (
                    SELECT i.legacy_id FROM legacy_ids i WHERE i.legacy_id > ? ORDER BY i.legacy_id LIMIT ?
                ), cleared AS (
                    UPDATE {table} SET {response} = NULL, {result} = NULL FROM batch
                    WHERE {id} = batch.legacy_id::{id_type} AND rolecall_copied
                )
                SELECT legacy_id FROM batch ORDER BY legacy_id""");
        for (var last = ""; last != null;) {
            var began = System.nanoTime();
            var batch = sql.query(row -> row.getString(1), clear, last, pace.batch());
            pace.ended(batch.size(), Duration.ofNanos(System.nanoTime() - began));
            last = batch.isEmpty() ? null : batch.getLast();
        }
    }

    /// Everything is filled in again, and the view comes back.
    public void down() throws SQLException {
        new FillOldTable(sql, aside, progress).all();
        CutoverStep.labels(sql, aside, progress);
        sql.inTransaction(() -> {
            CopyStep.addTriggers(sql, aside);
            new OldTableView(sql, table, aside).create();
            new AdoptionState(sql).set(Step.CUTOVER);
            return 0;
        });
        progress.accept("%s is a view again".formatted(table.name()));
    }
}
