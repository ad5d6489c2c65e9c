package dev.rolecall.webhook.adoption.migration.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Statements with parameters over one JDBC connection.
public record Sql(Connection connection) {

    /// What one row becomes.
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// @return how many rows the statement has changed
    public int execute(String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = prepare(sql, parameters)) {
            return statement.execute() ? 0 : statement.getUpdateCount();
        }
    }

    /// Executes a statement once for each list of parameters, in one round trip.
    ///
    /// @return how many rows each has changed
    public int[] batch(String sql, List<@Nullable Object[]> all) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var parameters : all) {
                set(statement, parameters);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    public <T> List<T> query(Reader<T> reader, String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = prepare(sql, parameters); var rows = statement.executeQuery()) {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    public <T> Optional<T> first(Reader<T> reader, String sql, @Nullable Object... parameters) throws SQLException {
        return query(reader, sql, parameters).stream().findFirst();
    }

    public long number(String sql, @Nullable Object... parameters) throws SQLException {
        return first(row -> row.getLong(1), sql, parameters).orElse(0L);
    }

    /// All of it, or nothing.
    public <T> T inTransaction(Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var result = work.run();
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    public interface Work<T> {
        T run() throws SQLException;
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        var statement = connection.prepareStatement(sql);
        set(statement, parameters);
        return statement;
    }

    private static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (var i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
