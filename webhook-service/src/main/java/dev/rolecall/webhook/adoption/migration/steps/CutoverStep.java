package dev.rolecall.webhook.adoption.migration.steps;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.rolecall.webhook.adoption.migration.table.AdoptionState;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable.Column;
import dev.rolecall.webhook.adoption.migration.table.Pace;
import dev.rolecall.webhook.adoption.migration.table.Sql;
import dev.rolecall.webhook.adoption.migration.table.Step;
import dev.rolecall.webhook.adoption.migration.table.WhenFree;

/// The old table steps aside, and a view takes its place. One short transaction in either direction; what takes long is done
/// before and after it.
public final class CutoverStep {
    private static final Duration BETWEEN_FULL_LOOKS = Duration.ofMinutes(10);

    private final Sql sql;
    private final LegacyTable table;
    private final LegacyTable aside;
    private final FillOldTable fill;
    private final Consumer<String> progress;

    /// @param table by the name that the application knows
    public CutoverStep(Sql sql, LegacyTable table, Consumer<String> progress) {
        this.sql = sql;
        this.table = table;
        this.aside = table.aside();
        this.fill = new FillOldTable(sql, aside, progress);
        this.progress = progress;
    }

    /// The copy has been made. Bodies that Rolecall has received are filled in afterwards.
    public void up() throws SQLException {
        new WhenFree(sql, table).run(() -> {
            sql.execute("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(table.name()));
            sql.execute("ALTER TABLE %s RENAME TO %s".formatted(table.name(), LegacyTable.quoted(aside.table())));
            new OldTableView(sql, table, aside).create();
            new AdoptionState(sql).set(Step.CUTOVER);
            return 0;
        });
        progress.accept("%s is a view now; the table is %s".formatted(table.name(), aside.name()));
        new CopyStep(sql, aside, progress).again();
        fill.all();
    }

    /// Copies in both directions.
    ///
    /// @param isFollowing asked when nothing is left: whether to wait for more
    public void follow(BooleanSupplier isFollowing) throws SQLException {
        var copy = new CopyStep(sql, aside, progress);
        var lookedAt = System.nanoTime();
        copy.up(() -> false);
        fill.all();
        while (isFollowing.getAsBoolean()) {
            copy.again();
            if (System.nanoTime() - lookedAt > BETWEEN_FULL_LOOKS.toNanos()) {
                lookedAt = System.nanoTime();
                fill.all();
            } else {
                fill.recent();
            }
        }
    }

    /// The table comes back with what has become of its transcripts.
    public void down() throws SQLException {
        new CopyStep(sql, aside, progress).again();
        fill.all();
        labels();
        new WhenFree(sql, table).run(() -> {
            new OldTableView(sql, table, aside).drop();
            sql.execute("ALTER TABLE %s RENAME TO %s".formatted(aside.name(), LegacyTable.quoted(table.table())));
            new AdoptionState(sql).set(Step.COPY);
            return 0;
        });
        progress.accept("%s is the table again".formatted(table.name()));
        // what has happened during the last pass
        new CopyStep(sql, table, progress).again();
        new FillOldTable(sql, table, progress).all();
        labels(sql, table, progress);
    }

    /// How many transcripts the old table does not have.
    public long missing() throws SQLException {
        return fill.missing();
    }

    private void labels() throws SQLException {
        labels(sql, aside, progress);
    }

    /// Writes statuses and labels of transcripts that Rolecall has worked on to the old table.
    static void labels(Sql sql, LegacyTable table, Consumer<String> progress) throws SQLException {
        var pace = new Pace(sql, "labelled", sql.number("SELECT count(*) FROM legacy_ids"), progress);
        var update = table
                .in("""
                        WITH batch AS (
                            SELECT i.legacy_id, i.transcript_id, i.is_copy FROM legacy_ids i WHERE i.legacy_id > ?
                            ORDER BY i.legacy_id LIMIT ?
                        ), changed AS (
                            UPDATE {table} o SET {status} = legacy_status(t.status, t.processing_status)::%1$s,
                                processing_status = t.processing_status, {result} = (%3$s)::text::%2$s, {updated_at} = t.updated_at
                            FROM batch b JOIN transcripts t ON t.id = b.transcript_id
                            WHERE o.{id} = b.legacy_id::{id_type} AND o.rolecall_copied AND t.erased_at IS NULL
                                AND ((t.job > 1 OR t.claim > 0 OR NOT b.is_copy) AND (o.{status}::text, o.processing_status,
                                        o.{result}::text) IS DISTINCT FROM (legacy_status(t.status, t.processing_status),
                                        t.processing_status, (%3$s)::text)
                                    OR (o.{result} IS NULL AND t.current_result IS NOT NULL))
                            RETURNING o.{id}::text AS id
                        )
                        SELECT b.legacy_id, c.id IS NOT NULL AS is_changed FROM batch b LEFT JOIN changed c ON c.id = b.legacy_id
                        ORDER BY b.legacy_id"""
                        .formatted(FillOldTable.typeOf(sql, table, Column.STATUS),
                                FillOldTable.typeOf(sql, table, Column.RESULT), OldTableView.RESULT));
        for (var last = ""; last != null;) {
            var began = System.nanoTime();
            var after = last;
            var batch = sql.inTransaction(() -> {
                var done = sql.query(row -> new Labelled(row.getString(1), row.getBoolean(2)), update, after,
                        pace.batch());
                sql.batch(table.in("UPDATE {table} SET rolecall_copied = true WHERE {id} = ?::{id_type}"),
                        done.stream().filter(Labelled::isChanged).map(row -> new Object[]{row.legacyId()}).toList());
                return done;
            });
            pace.ended(batch.size(), Duration.ofNanos(System.nanoTime() - began));
            last = batch.isEmpty() ? null : batch.getLast().legacyId();
        }
    }

    private record Labelled(String legacyId, boolean isChanged) {}
}
