package dev.rolecall.webhook.adoption.migration;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.rolecall.webhook.adoption.migration.steps.SchemaStep;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable.Column;
import dev.rolecall.webhook.adoption.migration.table.Sql;

/// What the steps will do.
///
/// @param obstacles what must be put right before, each with what to do
/// @param lines what will be done, for a person to read
public record Plan(List<String> obstacles, List<String> lines) {

    private static final String FOREIGN_KEYS = """
            SELECT conrelid::regclass || '.' || conname FROM pg_constraint WHERE contype = 'f' AND confrelid = ?::regclass""";

    static Plan of(Sql sql, LegacyTable table) throws SQLException {
        return new Plan(obstacles(sql, table), lines(sql, table));
    }

    private static List<String> obstacles(Sql sql, LegacyTable table) throws SQLException {
        var obstacles = new ArrayList<String>();
        if (sql.number("SELECT (pg_has_role(relowner, 'USAGE'))::int FROM pg_class WHERE oid = ?::regclass",
                table.name()) == 0) {
            obstacles.add("%s belongs to another role. GRANT that role to %s.".formatted(table.name(),
                    sql.first(row -> row.getString(1), "SELECT current_user").orElse("")));
        }
        for (var status : sql.query(row -> row.getString(1), table.in("""
                SELECT DISTINCT {status}::text FROM {table}
                WHERE {status} IS NULL OR {status}::text NOT IN ('pending', 'processing', 'completed', 'failed')"""))) {
            obstacles.add("There are rows whose %s is %s. It must be pending, processing, completed or failed."
                    .formatted(table.column(Column.STATUS), status == null ? "null" : "\"" + status + "\""));
        }
        for (var column : List.of(Column.RESPONSE, Column.RESULT)) {
            var type = type(sql, table, column);
            if (!List.of("json", "jsonb").contains(type)) {
                obstacles.add("%s is of type %s. It must be json or jsonb.".formatted(table.column(column), type));
            }
        }
        return obstacles;
    }

    private static String type(Sql sql, LegacyTable table, Column column) throws SQLException {
        return sql.first(row -> row.getString(1),
                "SELECT atttypid::regtype::text FROM pg_attribute WHERE attrelid = ?::regclass AND attname = ?",
                table.name(), table.columns().get(column)).orElse("");
    }

    private static List<String> lines(Sql sql, LegacyTable table) throws SQLException {
        var lines = new ArrayList<String>();
        lines.add("schema: %s gets processing_status and a trigger; about %,d rows are filled in batches"
                .formatted(table.name(), SchemaStep.rows(sql, table)));
        lines.add(table.in("copy: about %s of rows and bodies are read, and compressed to a fifth or less").formatted(
                sql.first(row -> row.getString(1), "SELECT pg_size_pretty(pg_total_relation_size(?::regclass))",
                        table.name()).orElse("")));
        if (!table.idType().equals("uuid")) {
            lines.add("copy: ids are of type %s; every transcript gets a UUID, and legacy_ids keeps both"
                    .formatted(table.idType()));
        }
        var twins = sql.query(row -> "%s (%d rows)".formatted(row.getString(1), row.getInt(2)), table.in("""
                SELECT {request_id}::text, count(*) FROM {table} WHERE {request_id} IS NOT NULL
                GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 20"""));
        if (!twins.isEmpty()) {
            lines.add("copy: of rows with the same request id, the one with a body, and of these the latest, keeps it: "
                    + String.join(", ", twins));
        }
        lines.addAll(linesOfView(sql, table));
        return lines;
    }

    /// What a view in the table's place cannot do.
    private static List<String> linesOfView(Sql sql, LegacyTable table) throws SQLException {
        var lines = new ArrayList<String>();
        lines.add(
                "cutover: a view has no ON CONFLICT, TRUNCATE or SELECT … FOR UPDATE; where the application has them, UPDATE and then INSERT, DELETE, or an advisory lock in their place");
        lines.add(
                "cutover: UPDATE … WHERE status = … does not keep two workers from taking the same row, and filters by status use no index; have one worker, or move it to the API before");
        for (var key : sql.query(row -> row.getString(1), FOREIGN_KEYS, table.name())) {
            lines.add(
                    "cutover: the foreign key %s goes on to point to the table that steps aside: transcripts that come by a callback are there a second later"
                            .formatted(key));
        }
        for (var trigger : sql.query(row -> row.getString(1), """
                SELECT tgname FROM pg_trigger WHERE tgrelid = ?::regclass AND NOT tgisinternal
                    AND tgname NOT LIKE 'rolecall%'""", table.name())) {
            lines.add(
                    "cutover: the trigger %s goes on to fire for what is written to the table, also by the copy of new bodies"
                            .formatted(trigger));
        }
        return lines;
    }

    /// What must be put right before a view takes the table's place.
    static List<String> obstaclesOfView(Sql sql, LegacyTable table) throws SQLException {
        var obstacles = new ArrayList<String>();
        var columns = table.columns().values().stream().toList();
        for (var column : sql.query(row -> row.getString(1),
                """
                        SELECT attname FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                        WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull AND d.oid IS NULL
                            AND attidentity = ''""",
                table.name())) {
            if (!columns.contains(column)) {
                obstacles.add(
                        "%s.%s is NOT NULL and has no default, so a transcript that comes by a callback can get no row. Give it one."
                                .formatted(table.name(), column));
            }
        }
        if (!table.canHaveUuids() && sql.number(
                """
                        SELECT count(*) FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                        WHERE attrelid = ?::regclass AND attname = ? AND (d.oid IS NOT NULL OR attidentity <> '')""",
                table.name(),
                table.columns().get(Column.ID)) == 0) {
            obstacles.add(
                    "%s of %s has no default, so a transcript that comes by a callback can get no row. Make it an identity column."
                            .formatted(table.column(Column.ID), table.name()));
        }
        for (var column : List.of(Column.RESPONSE, Column.RESULT)) {
            if (sql.number("SELECT attnotnull::integer FROM pg_attribute WHERE attrelid = ?::regclass AND attname = ?",
                    table.name(), table.columns().get(column)) > 0) {
                obstacles.add(
                        "%s of %s is NOT NULL, so it cannot be missing while a transcript is at work. Drop that constraint."
                                .formatted(table.column(column), table.name()));
            }
        }
        if (sql.number(
                """
                        SELECT count(*) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                        WHERE i.indrelid = ?::regclass AND a.attname = ? AND i.indisvalid AND i.indpred IS NULL""",
                table.name(),
                table.columns().get(Column.REQUEST_ID)) == 0) {
            obstacles.add(
                    "%s of %s has no index, and every new transcript is looked for by it. CREATE INDEX CONCURRENTLY one."
                            .formatted(table.column(Column.REQUEST_ID), table.name()));
        }
        for (var view : sql.query(row -> row.getString(1), """
                SELECT DISTINCT r.ev_class::regclass::text FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
                WHERE d.refobjid = ?::regclass AND d.classid = 'pg_rewrite'::regclass AND r.ev_class <> d.refobjid""",
                table.name())) {
            obstacles.add(
                    "The view %s would go on to read the table that steps aside. Drop it, and make it again afterwards."
                            .formatted(view));
        }
        return obstacles;
    }
}
