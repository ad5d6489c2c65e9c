package dev.rolecall.webhook.adoption.migration;

import static dev.rolecall.webhook.adoption.migration.TestQueries.execute;
import static dev.rolecall.webhook.adoption.migration.TestQueries.number;
import static dev.rolecall.webhook.adoption.migration.TestQueries.text;
import static dev.rolecall.webhook.adoption.migration.TestQueries.texts;
import static dev.rolecall.webhook.adoption.migration.TestQueries.unchecked;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.luben.zstd.Zstd;
import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Infrastructure;
import dev.rolecall.localstack.LegacyTable;
import dev.rolecall.localstack.OldApplication;
import dev.rolecall.localstack.OlderPostgres;
import dev.rolecall.webhook.adoption.migration.table.MigrationFailure;
import dev.rolecall.webhook.adoption.migration.table.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A view takes the place of the old table, and the table comes back, while the old application and Rolecall write.
@Timeout(120)
class CutoverIT {
    private static final int ROWS = 2000;

    /// Of PostgreSQL: the oldest that is supported, and the newest.
    enum Version {
        OLDEST,
        NEWEST
    }

    private interface Scenario {
        void run(Database database, Connection owner) throws SQLException;
    }

    private static void on(Version version, Scenario scenario) throws SQLException {
        if (version == Version.NEWEST) {
            try (var infrastructure = Infrastructure.start("cutover")) {
                run(infrastructure.database(), scenario);
            }
        } else {
            assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                    .as("there are binaries of the oldest version").isEqualTo("Linux amd64");
            try (var older = OlderPostgres.start("cutover-oldest",
                    Checkout.root().resolve("webhook-service/target/oldest-postgres.jar"))) {
                run(older.database(), scenario);
            }
        }
    }

    private static void run(Database database, Scenario scenario) throws SQLException {
        LegacyTable.make(database, ROWS);
        try (var owner = database.connect(Database.OWNER)) {
            scenario.run(database, owner);
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesBackAlsoAfterCompletion(Version version) throws SQLException {
        on(version, (database, owner) -> {
            var schema = schema(owner);
            execute(owner, "ALTER TABLE app.transcripts ADD COLUMN note text NOT NULL DEFAULT 'none'");
            var columns = columns(owner);
            Map<String, String> statuses;
            try (var application = new OldApplication(database.connect(Database.OWNER), "response",
                    Duration.ofMillis(20), _ -> {})) {
                await().until(() -> application.transcripts() > 10);
                up(owner, Step.CUTOVER);
                assertThat(number(owner,
                        "SELECT count(*) FROM pg_class WHERE oid = 'app.transcripts'::regclass AND relkind = 'v'"))
                        .isEqualTo(1);
                var received = receive(owner, "{\"metadata\":{},  \"results\":{}}");
                label(owner, received);
                try (var _ = new Follower(database)) {
                    var at = application.transcripts();
                    await().until(() -> application.transcripts() > at + 30);
                    await().until(() -> number(owner,
                            "SELECT count(*) FROM app.transcripts WHERE id = '%s' AND status = 'completed'"
                                    .formatted(received)) == 1);
                    assertThat(
                            text(owner,
                                    "SELECT response::text FROM app.transcripts WHERE id = '%s'".formatted(received)))
                            .isEqualTo("{\"results\": {}, \"metadata\": {}}");
                }
                assertThat(text(owner,
                        "SELECT result->'speakers'->0->>'name' FROM app.transcripts WHERE id = '%s'"
                                .formatted(received)))
                        .isEqualTo("Ann");

                migration(owner).down(Step.COPY);
                var again = application.transcripts();
                await().until(() -> application.transcripts() > again + 10);
                assertThat(number(owner,
                        "SELECT count(*) FROM app.transcripts WHERE id = '%s' AND status = 'completed' AND result IS NOT NULL AND note = 'none'"
                                .formatted(received)))
                        .isEqualTo(1);
                up(owner, Step.CUTOVER);
                statuses = application.statuses();
            }

            up(owner, Step.CUTOVER);
            assertThat(contents(owner)).hasSizeGreaterThan(ROWS);
            for (var written : statuses.entrySet()) {
                assertThat(text(owner,
                        "SELECT status FROM app.transcripts WHERE request_id = '%s'".formatted(written.getKey())))
                        .as(written.getKey()).isEqualTo(written.getValue());
            }
            var cutOver = contents(owner);
            var shown = statuses(owner);
            up(owner, Step.COMPLETE);
            assertThat(number(owner, "SELECT count(*) FROM pg_class WHERE oid = to_regclass('app.transcripts')"))
                    .isZero();
            var late = receive(owner, "{\"late\":true}");
            label(owner, late);
            assertThat(number(owner, "SELECT count(*) FROM app.transcripts_before_rolecall WHERE response IS NOT NULL"))
                    .isZero();
            assertOnlyLegacyObjectsAreOther(owner, schema);

            migration(owner).down(Step.CUTOVER);
            execute(owner, "DELETE FROM app.transcripts WHERE id = '%s'".formatted(late));
            assertThat(contents(owner)).isEqualTo(cutOver);
            assertThat(statuses(owner)).isEqualTo(shown);
            up(owner, Step.CUTOVER);
            assertThat(number(owner, "SELECT count(*) FROM transcripts WHERE id = '%s'".formatted(late))).isZero();

            migration(owner).down(Step.NONE);
            assertThat(columns(owner)).isEqualTo(columns);
            assertThat(contents(owner)).isEqualTo(cutOver);
            assertThat(schema(owner)).containsAll(schema);
        });
    }

    /// What handlers do with a table.
    @Test
    void isATableForOldStatements() throws SQLException {
        on(Version.NEWEST, (database, owner) -> {
            execute(owner,
                    "ALTER TABLE app.transcripts DROP COLUMN id, ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
            database.execute("CREATE ROLE handler LOGIN PASSWORD 'local'", "GRANT USAGE ON SCHEMA app TO handler",
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON app.transcripts TO handler");
            up(owner, Step.CUTOVER);
            try (var handler = database.connect("handler")) {
                var id = text(handler, "INSERT INTO app.transcripts (request_id) VALUES ('new') RETURNING id");
                assertThat(text(handler, "SELECT status FROM app.transcripts WHERE id = " + id)).isEqualTo("pending");
                execute(handler,
                        "UPDATE app.transcripts SET status = 'completed', response = '{}', result = '{\"a\":1}' WHERE request_id = 'new'");
                assertThat(text(handler,
                        "SELECT status || ' ' || (result->>'a') FROM app.transcripts WHERE request_id = 'new'"))
                        .isEqualTo("completed 1");
                up(owner, Step.CUTOVER);
                assertThat(text(handler,
                        "SELECT status || ' ' || (result->>'a') FROM app.transcripts WHERE request_id = 'new'"))
                        .isEqualTo("completed 1");
                assertThat(number(owner,
                        "SELECT count(*) FROM transcripts WHERE request_id = 'new' AND processing_status = 'completed'"))
                        .isEqualTo(1);
                assertThat(text(handler, "SELECT status FROM app.transcripts WHERE request_id = 'legacy-70'"))
                        .isEqualTo("failed");

                var received = receive(owner, "{}");
                up(owner, Step.CUTOVER);
                assertThat(text(handler,
                        "SELECT id::text FROM app.transcripts WHERE request_id = '%s'".formatted(received)))
                        .matches("[0-9]+");

                execute(handler, "DELETE FROM app.transcripts WHERE request_id = 'new'");
                up(owner, Step.CUTOVER);
                assertThat(number(owner, "SELECT count(*) FROM transcripts WHERE request_id = 'new'")).isZero();
                handler.setAutoCommit(false);
                execute(handler, "INSERT INTO app.transcripts (request_id) VALUES ('not kept')");
                handler.rollback();
                assertThat(number(owner, "SELECT count(*) FROM app.transcripts WHERE request_id = 'not kept'"))
                        .isZero();
            }
        });
    }

    /// A failure of before, and Rolecall's success.
    @Test
    void showsWhatRolecallMakesOfAnAdoptedTranscript() throws SQLException {
        on(Version.NEWEST, (database, owner) -> {
            up(owner, Step.CUTOVER);
            var failed = UUID
                    .fromString(text(owner, "SELECT id::text FROM app.transcripts WHERE request_id = 'legacy-80'"));
            assertThat(text(owner, "SELECT status FROM app.transcripts WHERE id = '%s'".formatted(failed)))
                    .isEqualTo("failed");

            execute(owner,
                    """
                            UPDATE transcripts SET status = 'completed', job = 2, claim = claim + 1, updated_at = now() WHERE id = '%1$s';
                            INSERT INTO raw_transcripts SELECT id, 2, month, '\\x%2$s', 10, '' FROM transcripts WHERE id = '%1$s'"""
                            .formatted(failed,
                                    java.util.HexFormat.of().formatHex(Zstd.compress("{\"new\": 1}".getBytes(UTF_8)))));
            assertThat(text(owner, "SELECT status FROM app.transcripts WHERE id = '%s'".formatted(failed)))
                    .isEqualTo("processing");
            label(owner, failed);
            assertThat(text(owner, "SELECT status FROM app.transcripts WHERE id = '%s'".formatted(failed)))
                    .as("until its body is there").isEqualTo("processing");
            up(owner, Step.CUTOVER);

            assertThat(text(owner,
                    "SELECT status || ' ' || response FROM app.transcripts WHERE id = '%s'".formatted(failed)))
                    .isEqualTo("completed {\"new\": 1}");
            migration(owner).down(Step.NONE);
            assertThat(text(owner,
                    "SELECT status || ' ' || response FROM app.transcripts WHERE id = '%s'".formatted(failed)))
                    .isEqualTo("completed {\"new\": 1}");
        });
    }

    /// What a callback has brought is Rolecall's, whatever the old application writes to its row.
    @Test
    void keepsWhatACallbackHasBrought() throws SQLException {
        on(Version.NEWEST, (_, owner) -> {
            execute(owner, "UPDATE app.transcripts SET response = NULL WHERE request_id = 'legacy-1'");
            up(owner, Step.CUTOVER);
            assertThat(text(owner, "SELECT status FROM app.transcripts WHERE request_id = 'legacy-1'"))
                    .as("completed, and its body is nowhere").isEqualTo("completed");
            var received = receive(owner, "{  \"spaces\":  true}");
            execute(owner, "INSERT INTO app.transcripts (request_id) VALUES ('%s')".formatted(received));
            up(owner, Step.CUTOVER);
            assertThat(text(owner,
                    "SELECT response::text FROM app.transcripts WHERE request_id = '%s'".formatted(received)))
                    .isEqualTo("{\"spaces\": true}");
            var other = receive(owner, "{  \"spaces\":  2}");
            up(owner, Step.CUTOVER);

            execute(owner, "UPDATE app.transcripts SET status = 'failed' WHERE id = '%s'".formatted(other));
            up(owner, Step.CUTOVER);

            assertThat(number(owner,
                    "SELECT octet_length(convert_to('{  \"spaces\":  2}', 'UTF8')) - size_bytes FROM raw_transcripts WHERE transcript_id = '%s'"
                            .formatted(other)))
                    .isZero();
            assertThat(text(owner, "SELECT way || ' ' || status FROM transcripts WHERE id = '%s'".formatted(other)))
                    .isEqualTo("queue completed");
        });
    }

    @Test
    void givesABodyThatIsNoJsonForPostgresARowWithoutIt() throws SQLException {
        on(Version.NEWEST, (database, owner) -> {
            up(owner, Step.CUTOVER);
            var received = receive(owner, "{\"text\":\"a\\u0000b\"}");

            up(owner, Step.CUTOVER);

            assertThat(text(owner, "SELECT response::text FROM app.transcripts WHERE id = '%s'".formatted(received)))
                    .isEqualTo("{}");
        });
    }

    /// Who waits for a lock makes everybody else wait.
    @Test
    void waitsForAReaderWithoutHoldingAnybodyUp() throws SQLException {
        on(Version.NEWEST, (database, owner) -> {
            up(owner, Step.COPY);
            try (var reader = database.connect(Database.OWNER);
                    var writer = database.connect(Database.OWNER);
                    var mover = database.connect(Database.OWNER)) {
                for (var to : List.of(Step.CUTOVER, Step.COPY)) {
                    reader.setAutoCommit(false);
                    number(reader, "SELECT count(*) FROM app.transcripts");
                    execute(writer, "SET statement_timeout = '500ms'");
                    var moving = CompletableFuture.runAsync(() -> unchecked(() -> {
                        if (to == Step.CUTOVER) {
                            up(mover, Step.CUTOVER);
                        } else {
                            migration(mover).down(Step.COPY);
                        }
                    }));
                    for (var end = System.nanoTime() + Duration.ofSeconds(2).toNanos(); System.nanoTime() < end;) {
                        execute(writer, "UPDATE app.transcripts SET updated_at = now() WHERE request_id = 'legacy-7'");
                    }
                    assertThat(moving).isNotDone();
                    reader.rollback();
                    moving.join();
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "ALTER TABLE app.transcripts ADD COLUMN team integer; UPDATE app.transcripts SET team = 1; ALTER TABLE app.transcripts ALTER COLUMN team SET NOT NULL|has no default",
            "CREATE VIEW app.recent AS SELECT id FROM app.transcripts|view app.recent"})
    void saysWhatMustBePutRightBefore(String mistake, String advice) throws SQLException {
        on(Version.NEWEST, (_, owner) -> {
            execute(owner, mistake);

            assertThatThrownBy(() -> up(owner, Step.CUTOVER)).isInstanceOf(MigrationFailure.class)
                    .hasMessageContaining(advice);
            assertThat(migration(owner).step()).isEqualTo(Step.COPY);
        });
    }

    /// As webhook-service stores a callback.
    private static UUID receive(Connection owner, String body) throws SQLException {
        var id = dev.rolecall.contract.Ids.next();
        execute(owner,
                """
                        INSERT INTO transcripts (id, request_id, status, month) VALUES ('%1$s', '%1$s', 'completed', date_trunc('month', now()));
                        INSERT INTO raw_transcripts SELECT id, 1, month, '\\x%2$s', %3$d, '' FROM transcripts WHERE id = '%1$s'"""
                        .formatted(id, java.util.HexFormat.of().formatHex(Zstd.compress(body.getBytes(UTF_8))),
                                body.getBytes(UTF_8).length));
        return id;
    }

    /// As classifier-service stores a result.
    private static void label(Connection owner, UUID id) throws SQLException {
        execute(owner,
                """
                        WITH ended AS (
                            UPDATE transcripts SET processing_status = 'completed', claim = claim + 1, current_result = gen_random_uuid(),
                                updated_at = now() WHERE id = '%s' RETURNING *)
                        INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, result)
                        SELECT current_result, id, job, month, true, '{"speakers":[{"speaker":"0:0","role":"agent","name":"Ann"}]}' FROM ended"""
                        .formatted(id));
    }

    /// `./rolecall migrate up --to cutover --follow`, until it is closed.
    private static final class Follower implements AutoCloseable {
        private final AtomicBoolean isFollowing = new AtomicBoolean(true);
        private final CompletableFuture<Void> ended;

        private Follower(Database database) {
            ended = CompletableFuture.runAsync(() -> unchecked(() -> {
                try (var connection = database.connect(Database.OWNER)) {
                    migration(connection).up(Step.CUTOVER, null, Map.of(), isFollowing::get);
                }
            }), task -> Thread.ofPlatform().daemon().name("follower").start(task));
        }

        @Override
        public void close() {
            isFollowing.set(false);
            ended.join();
        }
    }

    private static void up(Connection owner, Step to) throws SQLException {
        migration(owner).up(to, "app.transcripts", Map.of(), () -> false);
    }

    private static LegacyMigration migration(Connection owner) {
        return new LegacyMigration(owner, System.out::println);
    }

    private static List<String> columns(Connection owner) throws SQLException {
        return texts(owner, """
                SELECT attname || ' ' || atttypid::regtype || ' ' || attnotnull FROM pg_attribute
                WHERE attrelid = 'app.transcripts'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""");
    }

    private static List<String> contents(Connection owner) throws SQLException {
        return texts(owner, """
                SELECT id || ' ' || coalesce(request_id, '') || ' ' || created_at || note
                    || md5(coalesce(response::text, 'none')) || md5(coalesce(result::text, 'none'))
                FROM app.transcripts ORDER BY id""");
    }

    private static List<String> statuses(Connection owner) throws SQLException {
        return texts(owner, "SELECT id || ' ' || status || ' ' || processing_status FROM app.transcripts ORDER BY id");
    }

    /// What the owner's schema has, without partitions: columns, indexes, functions, triggers and rights.
    private static List<String> schema(Connection owner) throws SQLException {
        return texts(owner,
                """
                        SELECT c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
                            || ' ' || coalesce(c.relacl::text, '') || coalesce(a.attacl::text, '')
                        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                        WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND c.relkind IN ('r', 'p', 'v')
                        UNION SELECT indexdef FROM pg_indexes i JOIN pg_class c ON c.oid = i.indexname::regclass
                        WHERE schemaname = 'public' AND NOT c.relispartition
                        UNION SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                        UNION SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                        WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND NOT tgisinternal
                        ORDER BY 1""");
    }

    private static void assertOnlyLegacyObjectsAreOther(Connection owner, List<String> fresh) throws SQLException {
        assertThat(schema(owner)).isEqualTo(fresh);
    }
}
