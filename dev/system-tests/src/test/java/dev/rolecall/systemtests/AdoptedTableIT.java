package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.LegacyTable;
import dev.rolecall.localstack.OldApplication;
import dev.rolecall.localstack.Stack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A table of 2,000 transcripts in all states is adopted, given back, and adopted again, while callbacks come and are labelled, and
/// while the old application writes; of 10,000 with `ROLECALL_TEST_ALL=adoption`.
@Timeout(600)
class AdoptedTableIT {
    private static final int ROWS = "adoption".equals(System.getenv("ROLECALL_TEST_ALL")) ? 10_000 : 2_000;
    /// The old application writes to the first thousand, too.
    private static final String UNTOUCHED = "request_id LIKE 'legacy-%' AND length(request_id) > 10";
    private static Stack stack;
    private static Api api;
    private static Connection owner;

    @BeforeAll
    static void start() throws SQLException {
        stack = Stacks.fresh("adopted-table");
        stack.start();
        api = new Api(stack);
        api.fakeLlm("{\"mode\":\"answer\",\"latencyMs\":200}");
        LegacyTable.make(stack.database(), ROWS);
        owner = stack.database().connect(Database.OWNER);
    }

    @AfterAll
    static void stop() throws SQLException {
        owner.close();
        stack.close();
    }

    @Test
    void losesNothingOnTheWayOverAndBackAndOverAgain() throws Exception {
        var before = rows();
        var history = new History();
        var written = new HashMap<String, String>();
        try (var callbacks = PacedCallbacks.start(api, CallbackBodies.of(5000), history, 100_000,
                Duration.ofMillis(50))) {
            var old = oldApplication();
            migrate("up", "--to", "cutover");
            await().until(() -> old.transcripts() > 50);
            migrate("up", "--to", "cutover");
            end(old, written);

            migrate("up", "--to", "complete", "--yes");
            migrate("down", "--to", "none");
            assertThat(rows()).as("the table of before").isEqualTo(before);

            var again = oldApplication();
            migrate("up", "--to", "cutover");
            await().until(() -> again.transcripts() > 50);
            end(again, written);
            callbacks.stop();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> history.account(stack.database()).isClear());
        migrate("up", "--to", "cutover");

        assertThat(rows()).as("the table of before, as the view shows it").isEqualTo(before);
        assertThat(read("SELECT request_id, status FROM app.transcripts")).as("what the old application wrote")
                .containsAllEntriesOf(written);
        assertThat(number("""
                SELECT count(*) FROM transcripts t LEFT JOIN app.transcripts v ON v.request_id = t.request_id
                WHERE t.claim > 0 AND (v.status IS DISTINCT FROM 'completed' OR v.response->'metadata'->>'request_id'
                    IS DISTINCT FROM t.request_id OR v.result->'speakers' IS NULL)"""))
                .as("callbacks that the view does not show").isZero();
        assertThat(number("SELECT count(*) FROM transcripts WHERE claim > 0")).isEqualTo(history.acknowledged());
    }

    private static OldApplication oldApplication() throws SQLException {
        return new OldApplication(stack.database().connect(Database.OWNER), "response", Duration.ofMillis(30), _ -> {});
    }

    private static void end(OldApplication application, Map<String, String> written) throws SQLException {
        application.close();
        written.putAll(application.statuses());
    }

    /// As `./rolecall migrate` does it, in a process of its own.
    private static void migrate(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                Checkout.classpath("cli"), "dev.rolecall.cli.RolecallCommand", "migrate"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(stack.folder().log("migrate").toFile()));
        builder.environment().put("ROLECALL_DATABASE", stack.database().jdbcUrl());
        assertThat(builder.start().waitFor()).as(command.toString()).isZero();
    }

    /// What the old application has not written to since: jsonb by value, and statuses by the truth table.
    private static List<String> rows() throws SQLException {
        return new ArrayList<>(
                read("""
                        SELECT request_id, id || ' ' || created_at || ' ' || coalesce(response::text, '') || coalesce(result::text, '')
                            || CASE WHEN status = 'pending' AND response IS NOT NULL THEN 'processing' ELSE status END
                        FROM app.transcripts WHERE %s ORDER BY request_id"""
                        .formatted(UNTOUCHED)).entrySet())
                .stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private static Map<String, String> read(String query) throws SQLException {
        try (var statement = owner.createStatement(); var rows = statement.executeQuery(query)) {
            var found = new HashMap<String, String>();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
            return found;
        }
    }

    private static int number(String query) throws SQLException {
        try (var statement = owner.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
