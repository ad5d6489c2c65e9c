package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Infrastructure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rights of each role, and the way back from every migration.
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
            "DELETE FROM raw_transcripts", "DELETE FROM processed_transcripts", "UPDATE api_keys SET role = 'operator'",
            "DELETE FROM api_keys", "UPDATE audit SET who = 'x'",
            "UPDATE quarantine SET reason = 'x'", "TRUNCATE transcripts", "DROP TABLE transcripts",
            "CREATE TABLE mine (id int)", "SELECT make_partitions(1)", "CALL apply_retention()",
            "UPDATE legal_holds SET reason = 'x'", "DELETE FROM legal_holds", "UPDATE retentions SET month = now()",
            "DELETE FROM erasures", "UPDATE dropped_months SET dropped_at = NULL", "CALL drop_tag(1)",
            "CALL add_partitions(1)"})
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
            "UPDATE outbox SET value = NULL", "SELECT FROM quarantine", "TRUNCATE transcripts",
            "DROP TABLE transcripts",
            "CREATE TABLE mine (id int)", "SELECT make_partitions(1)", "CALL apply_retention()",
            "UPDATE database_identity SET confirmed = database_incarnation()", "SELECT FROM legal_holds",
            "CALL add_partitions(1)"})
    void classifierServiceMayNot(String statement) throws SQLException {
        try (var connection = infrastructure.database().connect(Database.CLASSIFIER)) {
            assertRefused(connection, statement);
        }
    }

    /// By hand, as an attacker who has taken over a pod that faces the internet.
    @ParameterizedTest
    @ValueSource(strings = {"SELECT body FROM raw_transcripts", "SELECT * FROM raw_transcripts",
            "SELECT FROM processed_transcripts", "SELECT FROM api_keys", "SELECT add_api_key('x', 'operator')",
            "SELECT FROM audit", "SELECT body FROM quarantine", "SELECT request_id FROM quarantine",
            "UPDATE flag_rules SET value = 'x'", "DELETE FROM flag_rules",
            "SELECT tags FROM transcripts", "SELECT extra FROM transcripts", "SELECT error_text FROM transcripts",
            "SELECT FROM set_aside", "DELETE FROM transcripts", "DELETE FROM raw_transcripts",
            "DELETE FROM processed_transcripts", "DELETE FROM quarantine", "DELETE FROM api_keys",
            "UPDATE transcripts SET processing_status = 'completed'", "UPDATE transcripts SET erased_at = now()",
            "UPDATE raw_transcripts SET body = ''", "UPDATE outbox SET value = NULL", "TRUNCATE outbox",
            "COPY raw_transcripts TO STDOUT", "SELECT lo_import('/etc/passwd')", "CREATE TABLE mine (id int)",
            "SELECT make_partitions(1)", "CALL add_partitions(1)", "CALL apply_retention()",
            "SELECT FROM database_identity",
            "SELECT FROM legal_holds", "INSERT INTO erasures (hash, transcript_id) VALUES ('', gen_random_uuid())"})
    void aPodThatFacesTheInternetMayNot(String statement) throws SQLException {
        try (var connection = infrastructure.database().connect(Database.CALLBACKS)) {
            assertRefused(connection, statement);
        }
    }

    @Test
    void anOutboxRowBelongsToItsWriter() throws SQLException {
        var database = infrastructure.database();
        try (var webhook = database.connect(Database.WEBHOOK);
                var callbacks = database.connect(Database.CALLBACKS);
                var classifier = database.connect(Database.CLASSIFIER)) {
            execute(callbacks, outboxRow("webhook-service"));
            execute(classifier, outboxRow("classifier-service"));
            assertRefused(classifier, outboxRow("webhook-service"));
            assertRefused(callbacks, outboxRow("classifier-service"));

            assertThat(number(classifier, "SELECT count(*) FROM outbox WHERE writer = 'webhook-service'")).isZero();
            execute(classifier, "DELETE FROM outbox WHERE writer = 'webhook-service'");
            // webhook-service's reconciler sees what waits in either outbox
            assertThat(number(webhook, "SELECT count(*) FROM outbox WHERE topic = 'own'")).isEqualTo(2);
            execute(webhook, "DELETE FROM outbox WHERE topic = 'own'");
            assertThat(number(callbacks, "SELECT count(*) FROM outbox WHERE topic = 'own'")).isZero();
            assertThat(number(classifier, "SELECT count(*) FROM outbox WHERE topic = 'own'")).isEqualTo(1);
            execute(classifier, "DELETE FROM outbox WHERE topic = 'own'");
        }
    }

    private static String outboxRow(String writer) {
        return "INSERT INTO outbox (id, writer, topic, publish_after) VALUES (gen_random_uuid(), '%s', 'own', now())"
                .formatted(writer);
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
            var undone = undoAfter(connection, 0);
            assertThat(number(connection,
                    "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname !~ '^flyway'"))
                    .isZero();
            assertThat(number(connection, "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"))
                    .isZero();

            assertThat(database.migrations().migrate().migrationsExecuted).isEqualTo(undone);
        }
    }

    @Test
    void turnsShadowsIntoTranscriptsOfTheQueueOnTheWayBack() throws SQLException, IOException {
        var database = infrastructure.database();
        var id = UUID.randomUUID();
        try (var owner = database.connect(Database.OWNER)) {
            execute(owner, """
                    INSERT INTO transcripts (id, request_id, status, month, way)
                    VALUES ('%1$s', '%1$s', 'completed', '2026-11-01', 'shadow');
                    INSERT INTO raw_transcripts VALUES ('%1$s', 1, '2026-11-01', '\\x00', 7, '');
                    INSERT INTO shadows (id, month) VALUES ('%1$s', '2026-11-01');
                    INSERT INTO outbox (id, writer, topic, key, value, publish_after)
                    VALUES (gen_random_uuid(), 'webhook-service', 'transcript-ready', '%1$s',
                        '{"transcriptId":"%1$s","shadow":true}', now())""".formatted(id));

            undoAfter(owner, 8);

            assertThat(number(owner, "SELECT count(*) FROM outbox WHERE key = '" + id + "'")).isEqualTo(1);
            assertThat(number(owner, """
                    SELECT count(*) FROM outbox, convert_from(value, 'UTF8') AS event WHERE key = '%1$s'
                        AND event LIKE '%%"%1$s"%%' AND event LIKE '%%"bodySize": 7%%'
                        AND event NOT LIKE '%%shadow%%'""".formatted(id))).isEqualTo(1);
            assertThat(number(owner, "SELECT count(*) FROM transcripts WHERE way = 'queue' AND id = '" + id + "'"))
                    .isEqualTo(1);
            database.migrations().migrate();
            execute(owner, "DELETE FROM raw_transcripts; DELETE FROM outbox; DELETE FROM transcripts");
        }
    }

    @Test
    void keepsTheNameOfTheVersionBeforeForItsPods() throws SQLException {
        try (var connection = infrastructure.database().connect(Database.WEBHOOK)) {
            var insert = "INSERT INTO set_aside (sha256, request_id, reason, body, size_bytes)"
                    + " VALUES ('\\x07', NULL, 'not-json', '\\x00', 1) ON CONFLICT (sha256) DO NOTHING";
            execute(connection, insert);
            execute(connection, insert);

            assertThat(number(connection, "SELECT count(*) FROM quarantine WHERE sha256 = '\\x07'"
                    + " AND received_at > now() - interval '1 minute'")).isEqualTo(1);
            execute(connection, "DELETE FROM set_aside WHERE sha256 = '\\x07'");
            assertThat(number(connection, "SELECT count(*) FROM quarantine WHERE sha256 = '\\x07'")).isZero();
        }
    }

    /// A pod of the previous version has read a table and is idle in its transaction. Meanwhile a callback, its repeat and
    /// its claim take less than a second each.
    @ParameterizedTest
    @ValueSource(strings = {"transcripts", "raw_transcripts", "processed_transcripts", "outbox", "set_aside"})
    void migratesBesideAReaderWithoutHoldingAnybodyUp(String table) throws Exception {
        var database = infrastructure.database();
        int undone;
        try (var owner = database.connect(Database.OWNER)) {
            undone = undoAfter(owner, 4);
        }
        var migration = CompletableFuture.completedFuture(0);
        try (var reader = database.connect(Database.WEBHOOK);
                var webhook = database.connect(Database.WEBHOOK);
                var classifier = database.connect(Database.CLASSIFIER)) {
            reader.setAutoCommit(false);
            number(reader, "SELECT count(*) FROM " + table);
            migration = CompletableFuture.supplyAsync(() -> database.migrations().migrate().migrationsExecuted);
            execute(webhook, "SET statement_timeout = '1s'");
            execute(classifier, "SET statement_timeout = '1s'");
            for (var end = System.nanoTime() + Duration.ofSeconds(4).toNanos(); System.nanoTime() < end;) {
                callbackAndClaim(webhook, classifier);
            }
            assertThat(migration.isDone()).as("an index is built when older transactions have ended").isFalse();
            reader.rollback();
        }

        assertThat(migration.get(20, TimeUnit.SECONDS)).isEqualTo(undone);
    }

    private static void callbackAndClaim(Connection webhook, Connection classifier) throws SQLException {
        var id = UUID.randomUUID();
        execute(webhook, """
                WITH stored AS (
                    INSERT INTO transcripts (id, request_id, status, month)
                    VALUES ('%1$s', '%1$s', 'completed', date_trunc('month', now())) RETURNING id, month
                ), body AS (
                    INSERT INTO raw_transcripts SELECT id, 1, month, '\\x00', 1, '\\x00' FROM stored
                )
                INSERT INTO outbox (id, writer, topic, key, value, publish_after)
                SELECT id, 'webhook-service', 'transcript-ready', id::text, '\\x00', now() FROM stored"""
                .formatted(id));
        assertThat(number(webhook, """
                SELECT count(*) FROM transcripts t
                JOIN raw_transcripts r ON r.transcript_id = t.id AND r.month = t.month
                WHERE t.request_id = '%s'""".formatted(id))).isEqualTo(1);
        execute(webhook, "INSERT INTO set_aside (sha256, reason, body, size_bytes) VALUES ('\\x%s', 'x', '\\x00', 1)"
                .formatted(id.toString().replace("-", "")));
        execute(classifier, "UPDATE transcripts SET processing_status = 'processing' WHERE id = '%s'".formatted(id));
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

    /// Takes back all migrations of a higher version, the last one first.
    ///
    /// @return how many
    private static int undoAfter(Connection connection, int version) throws SQLException, IOException {
        try (var files = Files.list(Checkout.root().resolve("shared-model/src/main/resources/db/undo"))) {
            var scripts = files.filter(script -> versionOf(script) > version)
                    .sorted(Comparator.comparingInt(DatabaseIT::versionOf).reversed())
                    .toList();
            for (var script : scripts) {
                execute(connection, Files.readString(script));
            }
            execute(connection, "DELETE FROM flyway_schema_history WHERE version::integer > " + version);
            return scripts.size();
        }
    }

    private static int versionOf(Path script) {
        return Integer.parseInt(script.getFileName().toString().replaceFirst("U(\\d+)__.*", "$1"));
    }
}
