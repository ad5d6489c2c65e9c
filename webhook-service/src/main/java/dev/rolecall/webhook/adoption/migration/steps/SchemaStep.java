package dev.rolecall.webhook.adoption.migration.steps;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.MigrationFailure;
import dev.rolecall.webhook.adoption.migration.table.Pace;
import dev.rolecall.webhook.adoption.migration.table.Sql;

/// Gives the table `processing_status`, and takes it away again.
public final class SchemaStep {
    private static final int PASSES = 60;
    /// One, if there is any.
    private static final String UNFILLED = """
            SELECT count(*) FROM (SELECT FROM {table} WHERE processing_status IS NULL LIMIT 1) AS l""";

    private final Sql sql;
    private final LegacyTable table;
    private final Consumer<String> progress;

    public SchemaStep(Sql sql, LegacyTable table, Consumer<String> progress) {
        this.sql = sql;
        this.table = table;
        this.progress = progress;
    }

    /// The column comes without a default, so that no row is rewritten; then the rows are filled in batches. A second run
    /// goes on where the first has ended.
    public void up() throws SQLException {
        sql.inTransaction(() -> {
            sql.execute("SELECT lock_table_in_turn(?::regclass)", table.name());
            sql.execute(table.in("ALTER TABLE {table} ADD COLUMN IF NOT EXISTS processing_status text"));
            replaceTrigger(sql, table, "");
            return 0;
        });
        fill();
    }

    public void down() throws SQLException {
        sql.inTransaction(() -> {
            sql.execute("SELECT lock_table_in_turn(?::regclass)", table.name());
            sql.execute(table.in("DROP TRIGGER IF EXISTS rolecall_follow ON {table}"));
            sql.execute(table.in("ALTER TABLE {table} DROP COLUMN IF EXISTS processing_status"));
            return sql.execute("DROP SCHEMA rolecall_adoption CASCADE");
        });
    }

    /// The trigger keeps `processing_status` true for writers that do not know it. What a writer sets itself stays.
    ///
    /// @param more what else it does to `NEW`, as statements
    public static void replaceTrigger(Sql sql, LegacyTable table, String more) throws SQLException {
        sql.execute(table.in("""
                CREATE OR REPLACE FUNCTION rolecall_adoption.follow() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'INSERT' THEN
                        NEW.processing_status := coalesce(NEW.processing_status, %1$s);
                    ELSIF NEW.processing_status IS NULL
                        OR (NEW.processing_status IS NOT DISTINCT FROM OLD.processing_status
                            AND (NEW.{status}, %3$s) IS DISTINCT FROM (OLD.{status}, %4$s)) THEN
                        NEW.processing_status := %1$s;
                    END IF;
                    %2$s
                    RETURN NEW;
                END $$""".formatted(table.processingStatus("NEW"), more, table.hasResponse("NEW"),
                table.hasResponse("OLD"))));
        sql.execute(table.in("DROP TRIGGER IF EXISTS rolecall_follow ON {table}"));
        sql.execute(table.in("CREATE TRIGGER rolecall_follow BEFORE INSERT OR UPDATE OF " + columns(sql, table)
                + " ON {table} FOR EACH ROW EXECUTE FUNCTION rolecall_adoption.follow()"));
    }

    /// All but the marker, which the copy alone writes.
    private static String columns(Sql sql, LegacyTable table) throws SQLException {
        return String.join(", ", sql.query(row -> row.getString(1), """
                SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0
                    AND NOT attisdropped AND attname <> 'rolecall_copied' ORDER BY attnum""", table.name()));
    }

    /// A row that is locked by somebody is left for the next pass, so that nobody is waited for.
    private void fill() throws SQLException {
        var pace = new Pace(sql, "filled", rows(sql, table), progress);
        for (var left = PASSES; left > 0; left--) {
            fillOnce(pace);
            if (sql.number(table.in(UNFILLED)) == 0) {
                pace.tell();
                return;
            }
            Pace.sleep(Duration.ofSeconds(1));
        }
        throw new MigrationFailure(
                "Somebody keeps rows of %s locked. End those transactions, and enter the same command again."
                        .formatted(table.name()));
    }

    private void fillOnce(Pace pace) throws SQLException {
        for (var last = sql.first(row -> row.getString(1),
                table.in("SELECT l.{id}::text FROM {table} AS l ORDER BY l.{id} LIMIT 1")); last
                        .isPresent();) {
            var began = System.nanoTime();
            var from = last.get();
            var batch = sql.query(row -> row.getString(1), table.in("""
                    WITH batch AS (
                        SELECT {id} AS id FROM {table} WHERE {id} >= ?::{id_type} ORDER BY {id} LIMIT ?
                    ), free AS (
                        SELECT {id} AS id FROM {table} WHERE {id} IN (SELECT id FROM batch)
                            AND processing_status IS NULL FOR UPDATE SKIP LOCKED
                    ), filled AS (
                        UPDATE {table} AS l SET processing_status = %s FROM free WHERE l.{id} = free.id
                    )
                    SELECT id::text FROM batch ORDER BY batch.id DESC""".formatted(table.processingStatus("l"))),
                    from, pace.batch() + 1);
            pace.ended(batch.size() - 1, Duration.ofNanos(System.nanoTime() - began));
            last = batch.stream().filter(id -> !id.equals(from)).findFirst();
        }
    }

    /// About how many there are.
    public static long rows(Sql sql, LegacyTable table) throws SQLException {
        return Math.max(0, sql.number("SELECT reltuples::bigint FROM pg_class WHERE oid = ?::regclass", table.name()));
    }
}
