package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Infrastructure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the schema promises: who may write what, and that there is a way back.
class DatabaseIT {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static Infrastructure infrastructure;

    @BeforeAll
    static void start() {
        infrastructure = Infrastructure.start("database");
    }

    @AfterAll
    static void stop() {
        infrastructure.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE transcripts SET processing_status = 'completed'",
            "UPDATE transcripts SET processing_code = 'x'", "UPDATE transcripts SET attempts = 0",
            "UPDATE transcripts SET lease_until = now()", "UPDATE transcripts SET current_result = NULL",
            "DELETE FROM transcripts", "UPDATE raw_transcripts SET body = ''",
            "INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, result) VALUES (gen_random_uuid(), gen_random_uuid(), 1, now(), true, '{}')",
            "UPDATE processed_transcripts SET result = '{}'", "UPDATE outbox SET value = NULL",
            "UPDATE set_aside SET reason = 'x'", "TRUNCATE transcripts", "DROP TABLE transcripts",
            "CREATE TABLE mine (id int)", "SELECT make_partitions(1)"})
    void webhookServiceMayNot(String statement) throws SQLException {
        try (var connection = infrastructure.database().connect(Database.WEBHOOK)) {
            assertRefused(connection, statement);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE transcripts SET status = 'failed'", "UPDATE transcripts SET error_code = 'x'",
            "UPDATE transcripts SET request_id = 'x'", "UPDATE transcripts SET extra = '{}'",
            "UPDATE transcripts SET erased_at = now()", "UPDATE transcripts SET month = now()",
            "INSERT INTO transcripts (id, status, month) VALUES (gen_random_uuid(), 'completed', now())",
            "DELETE FROM transcripts", "UPDATE raw_transcripts SET body = ''", "DELETE FROM raw_transcripts",
            "INSERT INTO raw_transcripts VALUES (gen_random_uuid(), 1, now(), '', 0, '')",
            "UPDATE processed_transcripts SET result = '{}'", "DELETE FROM processed_transcripts",
            "UPDATE outbox SET value = NULL", "SELECT FROM set_aside", "TRUNCATE transcripts", "DROP TABLE transcripts",
            "CREATE TABLE mine (id int)", "SELECT make_partitions(1)"})
    void classifierServiceMayNot(String statement) throws SQLException {
        try (var connection = infrastructure.database().connect(Database.CLASSIFIER)) {
            assertRefused(connection, statement);
        }
    }

    @Test
    void putsRowsOfThisMonthIntoItsPartitionAndAnyOtherIntoTheUnplannedOne() throws SQLException {
        try (var connection = infrastructure.database().connect(Database.WEBHOOK)) {
            execute(connection,
                    "INSERT INTO raw_transcripts VALUES (gen_random_uuid(), 1, date_trunc('month', now()), '', 0, '')");
            execute(connection, "INSERT INTO raw_transcripts VALUES (gen_random_uuid(), 1, '1999-01-01', '', 0, '')");
        }
        try (var connection = infrastructure.database().connect(Database.OWNER)) {
            assertThat(number(connection, "SELECT count(*) FROM raw_transcripts_unplanned")).isEqualTo(1);
            execute(connection, "DELETE FROM raw_transcripts");
        }
    }

    @Test
    void goesBackAndForward() throws SQLException, IOException {
        var database = infrastructure.database();
        try (var connection = database.connect(Database.OWNER)) {
            execute(connection, undo("U4__what_metrics_look_at.sql"));
            execute(connection, undo("U3__model_usage.sql"));
            execute(connection, undo("U2__raised_jobs_begin_anew.sql"));
            execute(connection, undo("U1__transcripts.sql"));
            assertThat(number(connection,
                    "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname !~ '^flyway'"))
                    .isZero();
            execute(connection, "DELETE FROM flyway_schema_history WHERE version IN ('1', '2', '3', '4')");
        }

        var migrated = database.migrations().migrate();

        assertThat(migrated.migrationsExecuted).isEqualTo(4);
    }

    private static void assertRefused(Connection connection, String statement) {
        assertThatThrownBy(() -> execute(connection, statement)).isInstanceOfSatisfying(SQLException.class,
                refused -> assertThat(refused.getSQLState()).as(refused.getMessage())
                        .isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String undo(String name) throws IOException {
        try (var script = DatabaseIT.class.getResourceAsStream("/db/undo/" + name)) {
            return new String(script.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
