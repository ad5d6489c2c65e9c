package dev.rolecall.webhook.adoption.migration.table;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.postgresql.core.Utils;

/// The table that is adopted.
///
/// @param schema its schema, unquoted
/// @param table its name, unquoted
/// @param columns what its columns are called, unquoted
/// @param idType PostgreSQL's type of its id, for example `uuid`
public record LegacyTable(String schema, String table, Map<Column, String> columns, String idType) {

    private static final String ASIDE = "_before_rolecall";
    /// PostgreSQL cuts longer ones off.
    private static final int MAX_NAME = 63;

    /// What the table has.
    public enum Column {
        /// The primary key: a uuid, a number, or a text.
        ID("id"),
        /// Deepgram's.
        REQUEST_ID("request_id"),
        /// One for Deepgram and the LLM together: pending, processing, completed or failed.
        STATUS("status"),
        /// Deepgram's whole body, as json or jsonb; null until it has come.
        RESPONSE("response"),
        /// What the LLM has said, as json or jsonb; null until it has.
        RESULT("result"),
        CREATED_AT("created_at"),
        UPDATED_AT("updated_at");

        final String usual;

        Column(String usual) {
            this.usual = usual;
        }

        /// As options have it, for example `request-id`.
        public String option() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param names of columns that are called otherwise than usual, by [Column#option]
    /// @throws MigrationFailure if there is no such table or column
    public static LegacyTable find(Sql sql, String qualified, Map<String, String> names) throws SQLException {
        var parts = qualified.split("\\.", 2);
        if (parts.length < 2) {
            throw new MigrationFailure("The table is \"%s\"; name it with its schema, as in app.transcripts."
                    .formatted(qualified));
        }
        var present = sql.query(row -> row.getString(1), """
                SELECT attname FROM pg_attribute
                WHERE attrelid = to_regclass(format('%I.%I', ?::text, ?::text)) AND attnum > 0 AND NOT attisdropped""",
                parts[0], parts[1]);
        if (present.isEmpty()) {
            throw new MigrationFailure("There is no table %s, or it may not be seen.".formatted(qualified));
        }
        var columns = columns(names, present, qualified);
        var table = new LegacyTable(parts[0], parts[1], columns, "");
        return new LegacyTable(parts[0], parts[1], columns, table.idType(sql));
    }

    private static Map<Column, String> columns(Map<String, String> names, List<String> present, String table) {
        var options = Arrays.stream(Column.values()).map(Column::option).toList();
        names.keySet().stream().filter(name -> !options.contains(name)).findFirst().ifPresent(name -> {
            throw new MigrationFailure("--column %s=… is not known; there are %s.".formatted(name,
                    String.join(", ", options)));
        });
        var columns = new EnumMap<Column, String>(Column.class);
        for (var column : Column.values()) {
            var name = names.getOrDefault(column.option(), column.usual);
            if (!present.contains(name)) {
                throw new MigrationFailure("Table %s has no column %s. If it is called otherwise, say --column %s=NAME."
                        .formatted(table, name, column.option()));
            }
            columns.put(column, name);
        }
        return columns;
    }

    private String idType(Sql sql) throws SQLException {
        return sql.first(row -> row.getString(1), """
                SELECT format_type(a.atttypid, a.atttypmod) FROM pg_index i
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                WHERE i.indrelid = ?::regclass AND i.indisprimary AND i.indnkeyatts = 1 AND a.attname = ?""", name(),
                columns.get(Column.ID))
                .orElseThrow(() -> new MigrationFailure("%s is not the primary key of %s. Make it one first."
                        .formatted(columns.get(Column.ID), name())));
    }

    /// The table once a view has its name.
    public LegacyTable aside() {
        var shortened = table.substring(0, Math.min(table.length(), MAX_NAME - ASIDE.length()));
        return new LegacyTable(schema, shortened + ASIDE, columns, idType);
    }

    /// Whether a new row's id can be the UUID of its transcript. Otherwise the table gives it one.
    public boolean canHaveUuids() {
        return idType.equals("uuid") || idType.equals("text") || idType.startsWith("character varying");
    }

    /// Qualified and quoted.
    public String name() {
        return quoted(schema) + "." + quoted(table);
    }

    /// Quoted.
    public String column(Column column) {
        return quoted(columns.getOrDefault(column, ""));
    }

    /// The rule of docs/adopting.md, as an SQL expression.
    ///
    /// @param of what the row is called, for example `NEW`
    public String processingStatus(String of) {
        return """
            CASE WHEN %1$s.%2$s::text = 'completed' THEN 'completed'
                WHEN %3$s AND %1$s.%2$s::text IN ('processing', 'failed') THEN %1$s.%2$s::text
                ELSE 'pending' END""".formatted(of, column(Column.STATUS), hasResponse(of));
    }

    /// Whether Deepgram's body is there, as an SQL expression. JSON's null is none. Its size is looked at first, so that a
    /// long one is not read for that.
    public String hasResponse(String of) {
        return "(%1$s.%2$s IS NOT NULL AND (pg_column_size(%1$s.%2$s) > 16 OR %1$s.%2$s::text <> 'null'))"
                .formatted(of, column(Column.RESPONSE));
    }

    /// Fills `{table}`, `{id}`, `{status}` and so on into a statement.
    public String in(String sql) {
        var filled = sql.replace("{table}", name()).replace("{id_type}", idType);
        for (var column : Column.values()) {
            filled = filled.replace("{" + column.usual + "}", column(column));
        }
        return filled;
    }

    public static String quoted(String name) {
        try {
            return Utils.escapeIdentifier(null, name).toString();
        } catch (SQLException e) {
            throw new MigrationFailure("\"%s\" is no name: %s".formatted(name, e.getMessage()));
        }
    }
}
