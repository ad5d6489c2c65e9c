package dev.rolecall.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import org.flywaydb.core.Flyway;

/// The database with the roles of a deployment: an owner that migrates, and the roles of the services.
///
/// @param superuser a JDBC URL with user and password, of the initial database of the server
public record Database(String host, int port, String superuser) {
    public static final String NAME = "rolecall";
    public static final String OWNER = "rolecall_owner";
    public static final String WEBHOOK = "rolecall_webhook";
    public static final String CLASSIFIER = "rolecall_classifier";
    public static final String CALLBACKS = "rolecall_callbacks";
    /// Of all four roles, on this machine only.
    public static final String PASSWORD = "local";

    /// Creates database, roles and schema if they do not exist.
    public Database prepare() {
        try (var connection = DriverManager.getConnection(superuser)) {
            role(connection, OWNER);
            execute(connection, "ALTER ROLE " + OWNER + " CREATEROLE");
            if (!exists(connection, "SELECT FROM pg_database WHERE datname = '" + NAME + "'")) {
                execute(connection, "CREATE DATABASE " + NAME + " OWNER " + OWNER);
            }
            role(connection, WEBHOOK);
            role(connection, CLASSIFIER);
            role(connection, CALLBACKS);
        } catch (SQLException e) {
            throw new IllegalStateException("failed to prepare the local database", e);
        }
        var migrations = migrations();
        migrations.repair();
        migrations.migrate();
        try (var connection = connect(OWNER)) {
            execute(connection, "CALL add_partitions(3)");
            execute(connection, "CALL apply_retention()");
        } catch (SQLException e) {
            throw new IllegalStateException("failed to do what the owner's daily job does", e);
        }
        return this;
    }

    /// Makes an API key, with the owner's rights.
    ///
    /// @param name whose key it is
    /// @param role `reader` or `operator`
    /// @param tags the key sees only transcripts with one of these tags; none for all
    public String addKey(String name, String role, String... tags) {
        try (var connection = connect(OWNER);
                var statement = connection.prepareStatement("SELECT key FROM add_api_key(?, ?, ?)")) {
            statement.setString(1, name);
            statement.setString(2, role);
            statement.setArray(3, tags.length == 0 ? null : connection.createArrayOf("varchar", tags));
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("failed to make an API key", e);
        }
    }

    /// Whether an API key is known and not revoked.
    boolean isValid(String key) {
        try (var connection = connect(OWNER);
                var statement = connection.prepareStatement(
                        "SELECT FROM api_keys WHERE sha256 = sha256(?) AND revoked_at IS NULL")) {
            statement.setBytes(1, key.getBytes(UTF_8));
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("failed to look an API key up", e);
        }
    }

    public Flyway migrations() {
        return Flyway.configure()
                .dataSource(jdbcUrl(), OWNER, PASSWORD)
                .locations("classpath:db/migration")
                // its lock in a transaction would make CREATE INDEX CONCURRENTLY wait for ever
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .mixed(true)
                .load();
    }

    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), role, PASSWORD);
    }

    /// For statements that only a superuser may execute, such as a checkpoint before a measurement.
    public Connection connectAsSuperuser() throws SQLException {
        return DriverManager.getConnection(superuser.replace("/postgres?", "/" + NAME + "?"));
    }

    /// Executes statements as superuser, each in a transaction of its own.
    public void execute(String... statements) {
        try (var connection = connectAsSuperuser()) {
            for (var sql : statements) {
                execute(connection, sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("failed to execute " + String.join("; ", statements), e);
        }
    }

    /// Reads one number as superuser.
    public double number(String query) {
        try (var connection = connectAsSuperuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getDouble(1);
        } catch (SQLException e) {
            throw new IllegalStateException("failed to read " + query, e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, NAME);
    }

    /// For the reactive client.
    public String url() {
        return "postgresql://%s:%d/%s".formatted(host, port, NAME);
    }

    private static void role(Connection connection, String name) throws SQLException {
        if (!exists(connection, "SELECT FROM pg_roles WHERE rolname = '" + name + "'")) {
            execute(connection, "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, PASSWORD));
        }
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
