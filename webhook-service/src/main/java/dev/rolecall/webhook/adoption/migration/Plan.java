package dev.rolecall.webhook.adoption.migration;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.rolecall.webhook.adoption.migration.LegacyTable.Column;

/// What the steps will do.
///
/// @param obstacles what must be put right before, each with what to do
/// @param lines what will be done, for a person to read
public record Plan(List<String> obstacles, List<String> lines) {

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
        for (var key : sql.query(row -> row.getString(1), """
                SELECT conrelid::regclass || '.' || conname FROM pg_constraint
                WHERE contype = 'f' AND confrelid = ?::regclass""", table.name())) {
            lines.add("later: the foreign key %s cannot point to the view that will replace the table; drop it before"
                    .formatted(key));
        }
        return lines;
    }
}
