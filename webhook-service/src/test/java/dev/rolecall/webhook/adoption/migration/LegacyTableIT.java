package dev.rolecall.webhook.adoption.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.luben.zstd.Zstd;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Infrastructure;
import dev.rolecall.localstack.LegacyTable;
import dev.rolecall.localstack.OldApplication;
import dev.rolecall.webhook.adoption.migration.LegacyMigration.MigrationFailure;
import dev.rolecall.webhook.adoption.migration.LegacyMigration.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A table with one status is adopted, and given back, while its application goes on.
class LegacyTableIT {
    private static final int ROWS = 2000;
    private static Infrastructure infrastructure;
    private static Database database;

    private Connection owner;

    @BeforeAll
    static void startServer() {
        infrastructure = Infrastructure.start("legacy-table");
        database = infrastructure.database();
    }

    @AfterAll
    static void stopServer() {
        infrastructure.close();
    }

    @BeforeEach
    void make() throws SQLException {
        LegacyTable.make(database, ROWS);
        owner = database.connect(Database.OWNER);
    }

    @AfterEach
    void forget() throws SQLException {
        owner.close();
        try (var connection = database.connect(Database.OWNER)) {
            execute(connection, "DROP SCHEMA IF EXISTS rolecall_adoption CASCADE");
            execute(connection, "TRUNCATE transcripts, raw_transcripts, processed_transcripts, outbox");
        }
    }

    /// What tables of teams look like.
    enum Shape {
        UUID_AND_JSONB("response"),
        NUMBER_AND_JSON("deepgram_response");

        private final String response;

        Shape(String response) {
            this.response = response;
        }

        void apply(Connection connection) throws SQLException {
            if (this == NUMBER_AND_JSON) {
                execute(connection, "ALTER TABLE app.transcripts DROP COLUMN id");
                execute(connection, "ALTER TABLE app.transcripts ADD COLUMN id bigserial PRIMARY KEY");
                execute(connection, "ALTER TABLE app.transcripts RENAME COLUMN response TO deepgram_response");
                execute(connection, "ALTER TABLE app.transcripts ALTER COLUMN deepgram_response TYPE json");
            }
        }

        Map<String, String> columns() {
            return this == UUID_AND_JSONB ? Map.of() : Map.of("response", response);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAdoptedAndGivenBackWhileItsApplicationGoesOn(Shape shape) throws SQLException {
        shape.apply(owner);
        var columns = columns();
        try (var application = new OldApplication(database.connect(Database.OWNER), shape.response,
                Duration.ofMillis(20), _ -> {})) {
            await().until(() -> application.transcripts() > 20);

            up(Step.SCHEMA, shape);
            assertProcessingStatusFollows(shape);

            for (var time = 0; time < 5; time++) {
                up(Step.COPY, shape);
                var before = application.transcripts();
                await().until(() -> application.transcripts() > before + 10);
            }
        }
        up(Step.COPY, shape);
        assertEverythingIsCopied(shape);

        var given = contents(columns);
        migration().down(Step.NONE);

        assertThat(columns()).isEqualTo(columns);
        assertThat(contents(columns)).isEqualTo(given);
        assertThat(number("SELECT count(*) FROM transcripts")).isZero();
        assertThat(number("SELECT count(*) FROM raw_transcripts")).isZero();
        assertThat(number("SELECT count(*) FROM processed_transcripts")).isZero();
        assertThat(number("SELECT count(*) FROM outbox")).isZero();
        assertThat(number("SELECT count(*) FROM pg_namespace WHERE nspname = 'rolecall_adoption'")).isZero();

        up(Step.COPY, shape);
        assertEverythingIsCopied(shape);
    }

    @Test
    void goesOnAfterItsConnectionIsCut() throws SQLException {
        var pid = number("SELECT pg_backend_pid()");
        var copying = CompletableFuture.runAsync(() -> unchecked(() -> up(Step.COPY, Shape.UUID_AND_JSONB)));
        await().until(() -> database.number("SELECT count(*) FROM transcripts") > 100);

        database.execute("SELECT pg_terminate_backend(%d)".formatted(pid));

        assertThatThrownBy(copying::join).hasRootCauseInstanceOf(Exception.class);
        assertThat(database.number("SELECT count(*) FROM transcripts")).isLessThan(ROWS);
        owner = database.connect(Database.OWNER);
        up(Step.COPY, Shape.UUID_AND_JSONB);
        assertEverythingIsCopied(Shape.UUID_AND_JSONB);
    }

    @Test
    void copiesLaterWritesUntilItIsStopped() throws SQLException {
        var isFollowing = new AtomicBoolean(true);
        var copying = CompletableFuture.runAsync(() -> unchecked(
                () -> migration().up(Step.COPY, "app.transcripts", Map.of(), isFollowing::get)));
        await().until(() -> database.number("SELECT count(*) FROM transcripts") == ROWS);

        database.execute("UPDATE app.transcripts SET status = 'completed' WHERE request_id = 'legacy-86'",
                "DELETE FROM app.transcripts WHERE request_id = 'legacy-87'");

        await().until(() -> database.number(
                "SELECT count(*) FROM transcripts WHERE request_id = 'legacy-86' AND processing_status = 'completed'") == 1);
        await().until(() -> database.number("SELECT count(*) FROM transcripts") == ROWS - 1);
        isFollowing.set(false);
        copying.join();
        assertThat(number(
                "SELECT count(*) FROM outbox WHERE key = (SELECT id::text FROM transcripts WHERE request_id = 'legacy-86')"))
                .as("a held event of what is completed now").isZero();
    }

    /// An ORM stores JSON's null, and a handler stores Deepgram's error like a transcript.
    @Test
    void readsWhatIsInABody() throws SQLException {
        execute(owner, "UPDATE app.transcripts SET response = 'null', result = 'null' WHERE request_id = 'legacy-71'");
        execute(owner, """
                UPDATE app.transcripts SET response = '{"err_code":"REMOTE_CONTENT_ERROR","err_msg":"gone"}'
                WHERE request_id = 'legacy-72'""");
        execute(owner, "UPDATE app.transcripts SET request_id = '' WHERE request_id IN ('legacy-1', 'legacy-2')");

        up(Step.COPY, Shape.UUID_AND_JSONB);

        assertThat(texts("""
                SELECT concat_ws(' ', request_id, status, error_code, error_text, processing_status) FROM transcripts
                WHERE request_id IN ('legacy-71', 'legacy-72') ORDER BY request_id"""))
                .containsExactly("legacy-71 failed legacy pending",
                        "legacy-72 failed REMOTE_CONTENT_ERROR gone pending");
        assertThat(number("SELECT count(*) FROM transcripts WHERE request_id IS NULL")).isEqualTo(2);
        assertThat(number(
                "SELECT count(*) FROM outbox WHERE key IN (SELECT id::text FROM transcripts WHERE status = 'failed')"))
                .isZero();
    }

    @Test
    void keepsWhatRolecallHasWorkedOn() throws SQLException {
        up(Step.COPY, Shape.UUID_AND_JSONB);
        execute(owner,
                "UPDATE transcripts SET claim = 1, processing_status = 'completed' WHERE request_id = 'legacy-85'");

        execute(owner, "UPDATE app.transcripts SET status = 'failed' WHERE request_id = 'legacy-85'");
        up(Step.COPY, Shape.UUID_AND_JSONB);
        assertThat(number(
                "SELECT count(*) FROM transcripts WHERE request_id = 'legacy-85' AND processing_status = 'completed'"))
                .isEqualTo(1);

        migration().down(Step.NONE);
        assertThat(number("SELECT count(*) FROM transcripts")).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM raw_transcripts")).isEqualTo(1);
    }

    @Test
    void letsOneOfTwinsKeepTheirRequestId() throws SQLException {
        execute(owner,
                "UPDATE app.transcripts SET request_id = 'twin' WHERE request_id IN ('legacy-80', 'legacy-85', 'legacy-95')");

        assertThat(migration().plan("app.transcripts", Map.of()).lines())
                .anyMatch(line -> line.contains("twin (3 rows)"));
        up(Step.COPY, Shape.UUID_AND_JSONB);

        assertThat(number("SELECT count(*) FROM transcripts")).isEqualTo(ROWS);
        assertThat(number("""
                SELECT count(*) FROM transcripts t JOIN app.transcripts l USING (id)
                WHERE t.request_id = 'twin' AND l.response IS NOT NULL""")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            value = {"UPDATE app.transcripts SET status = 'done' WHERE request_id = 'legacy-1'|done",
                    "ALTER TABLE app.transcripts ALTER COLUMN response TYPE text|json or jsonb",
                    "ALTER TABLE app.transcripts RENAME COLUMN result TO ai_result|--column result=NAME",
                    "ALTER TABLE app.transcripts DROP CONSTRAINT transcripts_pkey|primary key"})
    void saysWhatMustBePutRightBefore(String mistake, String advice) throws SQLException {
        execute(owner, mistake);

        assertThatThrownBy(() -> up(Step.COPY, Shape.UUID_AND_JSONB)).isInstanceOf(MigrationFailure.class)
                .hasMessageContaining(advice);
        assertThat(migration().step()).isEqualTo(Step.NONE);
    }

    /// As the rule of docs/adopting.md says.
    private void assertProcessingStatusFollows(Shape shape) throws SQLException {
        assertThat(number("""
                SELECT count(*) FROM app.transcripts WHERE processing_status IS DISTINCT FROM CASE
                    WHEN status = 'completed' THEN 'completed'
                    WHEN status = 'failed' AND %1$s IS NOT NULL THEN 'failed'
                    WHEN status = 'processing' AND %1$s IS NOT NULL THEN 'processing'
                    ELSE 'pending' END""".formatted(shape.response))).isZero();
    }

    private void assertEverythingIsCopied(Shape shape) throws SQLException {
        assertThat(number("SELECT count(*) FROM transcripts"))
                .isEqualTo(number("SELECT count(*) FROM app.transcripts"));
        assertThat(
                number("""
                        SELECT count(*) FROM app.transcripts l
                        JOIN rolecall_adoption.ids i ON i.legacy_id = l.id::text
                        JOIN transcripts t ON t.id = i.transcript_id
                        WHERE (t.request_id, t.status, t.processing_status, t.created_at) IS DISTINCT FROM (l.request_id,
                            CASE WHEN l.%1$s IS NOT NULL THEN 'completed' ELSE l.status END,
                            CASE WHEN l.status = 'completed' OR (l.status = 'failed' AND l.%1$s IS NOT NULL) THEN l.status
                        ELSE 'pending' END,
                            l.created_at)"""
                        .formatted(shape.response)))
                .as("rows with other statuses").isZero();
        assertThat(number("SELECT count(*) FROM outbox WHERE publish_after = 'infinity'"))
                .as("held events").isEqualTo(
                        number("""
                                SELECT count(*) FROM transcripts WHERE status = 'completed' AND processing_status = 'pending'"""));
        assertThat(number("SELECT count(*) FROM processed_transcripts"))
                .isEqualTo(number("SELECT count(*) FROM app.transcripts WHERE result IS NOT NULL"));
        assertThat(number("SELECT count(*) FROM raw_transcripts_unplanned")).isZero();
        assertThat(bodies(shape)).as("bodies that differ").isEmpty();
    }

    /// json by its text, and jsonb by its value.
    private List<String> bodies(Shape shape) throws SQLException {
        var different = new ArrayList<String>();
        var compared = 0;
        try (var statement = owner.createStatement();
                var rows = statement.executeQuery("""
                        SELECT l.id::text, l.%s::text, r.body, r.size_bytes FROM app.transcripts l
                        JOIN rolecall_adoption.ids i ON i.legacy_id = l.id::text
                        LEFT JOIN raw_transcripts r ON r.transcript_id = i.transcript_id WHERE l.%1$s IS NOT NULL"""
                        .formatted(shape.response))) {
            while (rows.next()) {
                compared++;
                if (rows.getBytes(3) == null || !new String(Zstd.decompress(rows.getBytes(3), rows.getInt(4)), UTF_8)
                        .equals(rows.getString(2))) {
                    different.add(rows.getString(1));
                }
            }
        }
        assertThat(compared).isGreaterThan(ROWS / 2);
        return different;
    }

    private void up(Step to, Shape shape) throws SQLException {
        migration().up(to, "app.transcripts", shape.columns(), () -> false);
    }

    private LegacyMigration migration() {
        return new LegacyMigration(owner, System.out::println);
    }

    private List<String> columns() throws SQLException {
        return texts("""
                SELECT attname || ' ' || atttypid::regtype || ' ' || attnotnull FROM pg_attribute
                WHERE attrelid = 'app.transcripts'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""");
    }

    private List<String> contents(List<String> columns) throws SQLException {
        var names = String.join(", ", columns.stream().map(column -> column.split(" ", 2)[0]).toList());
        return texts("SELECT (%s)::text FROM app.transcripts ORDER BY id".formatted("ROW(" + names + ")"));
    }

    private List<String> texts(String query) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = owner.createStatement(); var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private int number(String query) throws SQLException {
        try (var statement = owner.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static void unchecked(Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
