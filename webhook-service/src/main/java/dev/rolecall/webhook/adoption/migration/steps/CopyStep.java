package dev.rolecall.webhook.adoption.migration.steps;

import java.sql.Date;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.Pace;
import dev.rolecall.webhook.adoption.migration.table.Sql;
import org.jspecify.annotations.Nullable;

/// Copies rows and bodies into Rolecall's tables, and follows later writes.
///
/// A row is read, copied, and then marked if it has not changed since. No lock is held while it is copied, and a write
/// clears the mark. What Rolecall has worked on itself is not overwritten.
public final class CopyStep {
    private static final long BYTES_AT_ONCE = 4L * 1024 * 1024;
    /// The next copies that Rolecall has not worked on.
    private static final String DELETE = """
            WITH known AS (
                DELETE FROM legacy_ids WHERE legacy_id IN (
                    SELECT i.legacy_id FROM legacy_ids i JOIN transcripts t ON t.id = i.transcript_id
                    WHERE i.legacy_id > ? AND i.is_copy AND t.job = 1 AND t.claim = 0 ORDER BY i.legacy_id LIMIT ?)
                RETURNING legacy_id, transcript_id
            )""" + WriteCopies.WITH_ALL_OF_THEM + "SELECT legacy_id FROM known ORDER BY legacy_id";

    /// The next rows without a mark. At least one, and no more than are read at once.
    private static final String NEXT = """
            WITH next AS (
                SELECT {id} AS id, coalesce(pg_column_size({response}), 0) AS bytes FROM {table}
                WHERE rolecall_copied IS NULL {beyond} ORDER BY {id} LIMIT ?
            ), fitting AS (
                SELECT id, row_number() OVER (ORDER BY id) AS number, sum(bytes) OVER (ORDER BY id) AS bytes FROM next
            )
            SELECT l.{id}::text AS legacy_id, l.xmin::text AS version,
                CASE WHEN t.legacy_id IS NULL THEN nullif(l.{request_id}::text, '') END AS request_id,
                l.{status}::text AS status, l.processing_status, l.{response}::text AS response,
                l.{result}::text AS result, o.id AS known, l.{created_at}::timestamptz AS created_at,
                coalesce(l.{updated_at}, l.{created_at})::timestamptz AS updated_at
            FROM {table} l JOIN fitting f ON f.id = l.{id}
            LEFT JOIN rolecall_adoption.twins t ON t.legacy_id = l.{id}::text
            LEFT JOIN transcripts o ON t.legacy_id IS NULL AND o.request_id = nullif(l.{request_id}::text, '')
                AND NOT EXISTS (SELECT FROM legacy_ids x WHERE x.transcript_id = o.id AND x.legacy_id <> l.{id}::text)
            WHERE f.number = 1 OR f.bytes <= ? ORDER BY l.{id}""";

    /// What the application has deleted and not inserted again, whether Rolecall has worked on it or not.
    private static final String FORGET = """
            WITH batch AS (
                DELETE FROM rolecall_adoption.deleted WHERE legacy_id IN (
                    SELECT legacy_id FROM rolecall_adoption.deleted LIMIT ?)
                RETURNING legacy_id
            ), known AS (
                DELETE FROM legacy_ids AS i WHERE legacy_id IN (SELECT legacy_id FROM batch)
                    AND NOT EXISTS (SELECT FROM {table} WHERE {id} = i.legacy_id::{id_type})
                RETURNING transcript_id
            )""" + WriteCopies.WITH_ALL_OF_THEM + "SELECT count(*) FROM batch";

    /// Of rows with the same request id, the one with a body, and of these the latest, keeps it.
    private static final String TWINS = """
            INSERT INTO rolecall_adoption.twins
            SELECT id FROM (
                SELECT {id}::text AS id, row_number() OVER (PARTITION BY {request_id}
                    ORDER BY {response} IS NOT NULL DESC, {updated_at} DESC, {id} DESC) AS rank
                FROM {table} WHERE {request_id} IN (
                    SELECT {request_id} FROM {table} WHERE {request_id} IS NOT NULL GROUP BY 1 HAVING count(*) > 1)
            ) AS same WHERE rank > 1 ON CONFLICT DO NOTHING""";

    private final Sql sql;
    private final LegacyTable table;
    private final Consumer<String> progress;

    public CopyStep(Sql sql, LegacyTable table, Consumer<String> progress) {
        this.sql = sql;
        this.table = table;
        this.progress = progress;
    }

    /// A second run goes on where the first has ended.
    ///
    /// @param isFollowing asked when nothing is left: whether to wait for later writes
    public void up(BooleanSupplier isFollowing) throws SQLException {
        mark();
        addPartitions();
        var pace = new Pace(sql, "copied",
                sql.number(table.in("SELECT count(*) FROM {table} WHERE rolecall_copied IS NULL")), progress);
        do {
            again(pace);
            pace.tell();
        } while (isFollowing.getAsBoolean());
    }

    /// What was written since.
    void again() throws SQLException {
        again(new Pace(sql, "copied", 0, progress));
    }

    private void again(Pace pace) throws SQLException {
        for (var isLeft = true; isLeft;) {
            isLeft = copyOnce(pace) || forgetDeleted(pace);
        }
    }

    /// Deletes the copies that Rolecall has not worked on.
    ///
    /// @return how many it keeps because it has
    public long down() throws SQLException {
        sql.inTransaction(() -> {
            sql.execute("SELECT lock_table_in_turn(?::regclass)", table.name());
            SchemaStep.replaceTrigger(sql, table, "");
            sql.execute(table.in("DROP TRIGGER IF EXISTS rolecall_deleted ON {table}"));
            return sql.execute(table.in("ALTER TABLE {table} DROP COLUMN IF EXISTS rolecall_copied"));
        });
        var pace = new Pace(sql, "deleted", sql.number("SELECT count(*) FROM legacy_ids"), progress);
        for (var deleted = List.of(""); !deleted.isEmpty();) {
            var began = System.nanoTime();
            deleted = sql.query(row -> row.getString(1), DELETE, deleted.getLast(), pace.batch());
            pace.ended(deleted.size(), Duration.ofNanos(System.nanoTime() - began));
        }
        return sql.number("SELECT count(*) FROM legacy_ids");
    }

    /// What is not marked is to be copied. The index is built beside all writers.
    private void mark() throws SQLException {
        sql.inTransaction(() -> {
            sql.execute("SELECT lock_table_in_turn(?::regclass)", table.name());
            sql.execute(table.in("ALTER TABLE {table} ADD COLUMN IF NOT EXISTS rolecall_copied boolean"));
            sql.execute("CREATE TABLE IF NOT EXISTS rolecall_adoption.twins (legacy_id text PRIMARY KEY)");
            sql.execute("CREATE TABLE IF NOT EXISTS rolecall_adoption.deleted (legacy_id text PRIMARY KEY)");
            addTriggers(sql, table);
            return 0;
        });
        sql.execute(table.in(TWINS));
        if (sql.number("""
                SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass(format('%I.rolecall_uncopied', ?::text))
                AND indisvalid""", table.schema()) == 0) {
            sql.execute("DROP INDEX IF EXISTS " + uncopied());
            sql.execute(table.in(
                    "CREATE INDEX CONCURRENTLY rolecall_uncopied ON {table} ({id}) WHERE rolecall_copied IS NULL"));
        }
    }

    /// The one takes the mark of what is written away, the other notes what is deleted.
    static void addTriggers(Sql sql, LegacyTable table) throws SQLException {
        SchemaStep.replaceTrigger(sql, table, "NEW.rolecall_copied := NULL;");
        sql.execute(table.in("""
                CREATE OR REPLACE FUNCTION rolecall_adoption.deleted() RETURNS trigger LANGUAGE plpgsql
                    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
                BEGIN
                    INSERT INTO rolecall_adoption.deleted VALUES (OLD.{id}::text) ON CONFLICT DO NOTHING;
                    RETURN NULL;
                END $$"""));
        sql.execute(table.in("DROP TRIGGER IF EXISTS rolecall_deleted ON {table}"));
        sql.execute(table.in("CREATE TRIGGER rolecall_deleted AFTER DELETE ON {table} FOR EACH ROW"
                + " EXECUTE FUNCTION rolecall_adoption.deleted()"));
    }

    private String uncopied() {
        return table.name().substring(0, table.name().lastIndexOf('.')) + ".rolecall_uncopied";
    }

    /// Of the months that have rows, and that neither have a partition nor will get one by the daily job.
    private void addPartitions() throws SQLException {
        sql.execute("CALL add_partitions(3)");
        var months = sql.query(row -> row.getObject(1, LocalDate.class),
                table.in(
                        "SELECT DISTINCT date_trunc('month', {created_at} AT TIME ZONE 'UTC')::date FROM {table} ORDER BY 1"));
        for (var base : List.of("raw_transcripts", "processed_transcripts")) {
            for (var month : months) {
                addPartition(base, month);
            }
        }
    }

    private void addPartition(String base, LocalDate month) throws SQLException {
        var name = base + "_%d_%02d".formatted(month.getYear(), month.getMonthValue());
        if (sql.number("SELECT count(*) FROM pg_inherits WHERE inhrelid = to_regclass(?)", name) > 0) {
            return;
        }
        sql.execute("CREATE TABLE IF NOT EXISTS %s (LIKE %s INCLUDING ALL)".formatted(name, base));
        sql.inTransaction(() -> {
            sql.execute("SELECT lock_table_in_turn(?::regclass)", base + "_unplanned");
            return sql.execute("SELECT attach_partitions(?, ?, ARRAY[?::date])", base,
                    base.equals("raw_transcripts") ? "transcript_id,job,month" : "id,month", Date.valueOf(month));
        });
        progress.accept("added partition " + name);
    }

    /// Copies all that is not marked, in the order of its ids: what was passed is not looked through again.
    ///
    /// @return false if nothing was left
    private boolean copyOnce(Pace pace) throws SQLException {
        var last = copyBatch(pace, null);
        var isAny = last != null;
        while (last != null) {
            last = copyBatch(pace, last);
        }
        return isAny;
    }

    /// @param after the last id of the batch before; null for the first
    /// @return the last id; null if nothing was left
    private @Nullable String copyBatch(Pace pace, @Nullable String after) throws SQLException {
        var began = System.nanoTime();
        var isUuid = table.idType().equals("uuid");
        var rows = after == null
                ? sql.query(row -> LegacyRow.of(row, isUuid), table.in(NEXT.replace("{beyond}", "")), pace.batch(),
                        BYTES_AT_ONCE)
                : sql.query(row -> LegacyRow.of(row, isUuid),
                        table.in(NEXT.replace("{beyond}", "AND {id} > ?::{id_type}")), after, pace.batch(),
                        BYTES_AT_ONCE);
        if (rows.isEmpty()) {
            return null;
        }
        new WriteCopies(sql, table).write(rows);
        pace.ended(rows.size(), Duration.ofNanos(System.nanoTime() - began));
        return rows.getLast().legacyId();
    }

    /// @return false if nothing was left
    private boolean forgetDeleted(Pace pace) throws SQLException {
        return sql.number(table.in(FORGET), pace.batch()) > 0;
    }
}
