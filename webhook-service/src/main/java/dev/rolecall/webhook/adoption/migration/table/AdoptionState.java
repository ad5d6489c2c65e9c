package dev.rolecall.webhook.adoption.migration.table;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

import dev.rolecall.webhook.adoption.migration.table.LegacyTable.Column;

/// What is remembered of an adoption: the row of `rolecall_adoption.state`, in a schema that exists from the first step on.
public record AdoptionState(Sql sql) {

    /// How far it has come.
    public Step step() throws SQLException {
        return hasBegun()
                ? sql.first(row -> Step.of(row.getString(1)), "SELECT step FROM rolecall_adoption.state")
                        .orElse(Step.NONE)
                : Step.NONE;
    }

    private boolean hasBegun() throws SQLException {
        return sql.number("SELECT count(*) FROM pg_namespace WHERE nspname = 'rolecall_adoption'") > 0;
    }

    /// The table that is adopted, by the name that its application knows; empty before the first step.
    public Optional<LegacyTable> table() throws SQLException {
        if (!hasBegun()) {
            return Optional.empty();
        }
        return sql.first(row -> {
            var columns = new EnumMap<Column, String>(Column.class);
            for (var column : Column.values()) {
                columns.put(column, row.getString(column.usual + "_column"));
            }
            return new LegacyTable(row.getString("table_schema"), row.getString("table_name"), columns,
                    row.getString("id_type"));
        }, "SELECT * FROM rolecall_adoption.state");
    }

    /// Before the first step.
    public void begin(LegacyTable table) throws SQLException {
        sql.inTransaction(() -> {
            sql.execute("CREATE SCHEMA rolecall_adoption");
            sql.execute(
                    """
                            CREATE TABLE rolecall_adoption.state (step text NOT NULL, table_schema text NOT NULL,
                                table_name text NOT NULL, id_type text NOT NULL, id_column text NOT NULL,
                                request_id_column text NOT NULL, status_column text NOT NULL, response_column text NOT NULL,
                                result_column text NOT NULL, created_at_column text NOT NULL, updated_at_column text NOT NULL)""");
            var values = new ArrayList<Object>(
                    List.of(Step.NONE.toString(), table.schema(), table.table(), table.idType()));
            for (var column : Column.values()) {
                values.add(table.columns().getOrDefault(column, ""));
            }
            return sql.execute("INSERT INTO rolecall_adoption.state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values.toArray());
        });
    }

    /// In the transaction of the step, if it has one.
    public void set(Step step) throws SQLException {
        sql.execute("UPDATE rolecall_adoption.state SET step = ?", step.toString());
    }

    /// The same, unless it has come further already.
    public void reached(Step step) throws SQLException {
        if (step().compareTo(step) < 0) {
            set(step);
        }
    }
}
