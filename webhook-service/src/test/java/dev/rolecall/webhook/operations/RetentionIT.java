package dev.rolecall.webhook.operations;

import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.owner;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.success;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class RetentionIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final AtomicInteger YEAR = new AtomicInteger(1900);

    /// Every test has a January of its own.
    private final int year = YEAR.incrementAndGet();
    private final String month = year + "-01";
    private final String tag = "tag-" + UUID.randomUUID();

    @Test
    void dropsAMonth() throws SQLException {
        var id = oldTranscript("completed");
        var other = send(success(tag, "hello")).statusCode(200).extract().path("transcriptId").toString();
        ask("\"dryRun\":true").statusCode(200).body("plan.transcripts", is(1)).body("plan.droppable", is(true))
                .body("retention", nullValue());
        operator().get("/operations/retentions/months").then()
                .body("find { it.month == '%s-01' }".formatted(month), not(hasKey("droppedAt")));
        assertThat(bodies(id)).isEqualTo(1);

        var retention = ask("\"dryRun\":false").statusCode(200).body("retention.state", is("asked")).extract()
                .path("retention.id").toString();
        apply();

        operator().get("/operations/retentions").then()
                .body("find { it.id == %s }.state".formatted(retention), is("completed"))
                .body("find { it.id == %s }.dropped".formatted(retention), is(1));
        assertThat(bodies(id)).isZero();
        assertThat(count("SELECT count(*) FROM pg_class WHERE relname LIKE '%%_transcripts_%d_01'".formatted(year)))
                .isZero();
        operator().get("/transcripts/" + id).then().statusCode(200).body("bodyDroppedAt", notNullValue())
                .body("status", is("completed"));
        operator().get("/transcripts/%s/raw".formatted(id)).then().statusCode(404).body("detail",
                containsString("dropped by retention"));
        operator().get("/transcripts/%s/processed".formatted(id)).then().statusCode(404).body("detail",
                containsString("dropped by retention"));
        operator().get("/operations/explain/" + id).then().statusCode(200)
                .body("now", containsString("dropped by retention"))
                .body("events.what", hasItem("body-dropped"));
        operator().get("/transcripts/" + other).then().body("bodyDroppedAt", nullValue());
        operator().get("/operations/retentions/months").then().body(
                "find { it.month == '%s-01' }.droppedAt".formatted(month),
                notNullValue());
        // as an import of old bodies sends it
        send(success("request-" + id, "hello")).statusCode(200).body("outcome", is("erased"));
        assertThat(bodies(id)).isZero();
        operator().get("/audit?act=retention-asked-for").then().body("target",
                hasItem("retention %s of %s".formatted(retention, month)));
    }

    @ParameterizedTest
    @CsvSource({"processing_status = 'pending', 1 unfinished", "processing_status = 'processing', 1 unfinished",
            "status = 'pending', 1 unfinished", "extra = '{}', 1 held", "updated_at = now(), 1 replaying"})
    void refusesAMonthThatIsStillNeeded(String change, String because) throws SQLException {
        var id = oldTranscript("completed");
        execute("UPDATE transcripts SET %s WHERE id = '%s'".formatted(change, id));
        if (because.contains("held")) {
            hold("\"tag\":\"%s\"".formatted(tag));
        } else if (because.contains("replaying")) {
            execute("""
                    INSERT INTO replays (id, state, filter, forced, per_second, jobs, plan, created_by)
                    VALUES ('%1$s', 'paused', '', false, 1, 1, '{}', 'tests');
                    INSERT INTO replay_jobs (replay_id, transcript_id, job) VALUES ('%1$s', '%1$s', 1)"""
                    .formatted(id));
        }

        ask("\"dryRun\":true").body("plan.droppable", is(false)).body("plan." + because.split(" ", 2)[1], is(1));
        ask("\"dryRun\":false").statusCode(200);
        apply();

        operator().get("/operations/retentions").then().body("[0].state", is("refused")).body("[0].note",
                containsString(because));
        assertThat(bodies(id)).isEqualTo(1);
        operator().get("/transcripts/" + id).then().body("bodyDroppedAt", nullValue());
        execute("DELETE FROM replays WHERE id = '%s'".formatted(id));
    }

    /// Another month's rows are read by a transaction that does not end: only the table as a whole cannot be changed.
    @Test
    void emptiesAMonthBesideAnIdleReader() throws SQLException {
        var id = oldTranscript("completed");
        ask("\"dryRun\":false").statusCode(200);
        try (var reader = owner()) {
            reader.setAutoCommit(false);
            try (var statement = reader.createStatement()) {
                statement.execute(
                        "SELECT FROM raw_transcripts WHERE month = '%s'".formatted(LocalDate.now(ZoneOffset.UTC)
                                .withDayOfMonth(1)));
            }
            apply();
            operator().get("/operations/retentions").then().body("[0].state", is("emptied"));
            assertThat(bodies(id)).isZero();
            reader.rollback();
        }
        apply();
        operator().get("/operations/retentions").then().body("[0].state", is("completed"));
    }

    /// And of the month itself: nothing is lost, and it is tried again.
    @Test
    void waitsForAReaderOfTheMonth() throws SQLException {
        var id = oldTranscript("completed");
        ask("\"dryRun\":false").statusCode(200);
        try (var reader = owner()) {
            reader.setAutoCommit(false);
            try (var statement = reader.createStatement()) {
                statement.execute("SELECT FROM raw_transcripts WHERE transcript_id = '%s'".formatted(id));
            }
            apply();
            operator().get("/operations/retentions").then().body("[0].state", is("running")).body("[0].note",
                    containsString("in use"));
            assertThat(bodies(id)).isEqualTo(1);
            reader.rollback();
        }
        apply();
        operator().get("/operations/retentions").then().body("[0].state", is("completed"));
    }

    @Test
    void dropsWhatHasATag() throws SQLException {
        var dropped = oldTranscript("completed");
        var unfinished = oldTranscript("pending");
        var held = oldTranscript("completed");
        var hold = hold("\"transcriptId\":\"%s\"".formatted(held));
        var young = send(
                success(tag, "hello").replace("\"request_id\"", "\"tags\":[\"%s\"],\"request_id\"".formatted(tag)))
                .statusCode(200).extract().path("transcriptId").toString();
        var request = "{\"tag\":\"%s\",\"before\":\"%d-02-01T00:00:00Z\",\"dryRun\":%s}";
        post("/operations/retentions", request.formatted(tag, year, true)).statusCode(200)
                .body("plan.transcripts", is(3))
                .body("plan.unfinished", is(1)).body("plan.held", is(1)).body("plan.droppable", is(true));

        post("/operations/retentions", request.formatted(tag, year, false)).statusCode(200);
        apply();

        operator().get("/operations/retentions").then().body("[0].state", is("completed")).body("[0].dropped", is(1))
                .body("[0].kept", is(2));
        assertThat(bodies(dropped)).isZero();
        assertThat(bodies(unfinished)).isEqualTo(1);
        assertThat(bodies(held)).isEqualTo(1);
        assertThat(bodies(young)).isEqualTo(1);
        operator().get("/transcripts/" + dropped).then().body("bodyDroppedAt", notNullValue());
        operator().post("/operations/holds/%s/release".formatted(hold)).then().statusCode(200).body("releasedAt",
                notNullValue());
    }

    @Test
    void erasesNothingUnderLegalHold() throws SQLException {
        var id = send(
                success(tag, "hello").replace("\"request_id\"", "\"tags\":[\"%s\"],\"request_id\"".formatted(tag)))
                .statusCode(200).extract().path("transcriptId").toString();
        var hold = hold("\"tag\":\"%s\"".formatted(tag));

        for (var request : new String[]{"\"transcriptId\":\"%s\"".formatted(id),
                "\"requestId\":\"%s\"".formatted(tag)}) {
            post("/operations/erasures", "{%s}".formatted(request)).statusCode(409).body("detail",
                    containsString("legal hold"));
        }
        post("/operations/erasures", "{\"tag\":\"%s\"}".formatted(tag)).statusCode(200).body("matched", is(1))
                .body("held", is(1));
        await().atMost(SOON)
                .until(() -> count(
                        """
                                SELECT count(*) FROM erasures_asked WHERE transcript_id = '%s' AND due_at > now() + interval '10 seconds'"""
                                .formatted(id)) == 1);
        assertThat(bodies(id)).isEqualTo(1);

        operator().post("/operations/holds/%s/release".formatted(hold)).then().statusCode(200);
        execute("UPDATE erasures_asked SET due_at = now()");
        await().atMost(SOON).until(() -> bodies(id) == 0);
    }

    @Test
    void cancelsWhatNoJobHasBegun() throws SQLException {
        var id = oldTranscript("completed");
        var retention = ask("\"dryRun\":false").extract().path("retention.id").toString();
        operator().post("/operations/retentions/%s/cancel".formatted(retention)).then().statusCode(200).body("state",
                is("cancelled"));
        apply();
        assertThat(bodies(id)).isEqualTo(1);
        operator().post("/operations/retentions/%s/cancel".formatted(retention)).then().statusCode(409).body("detail",
                containsString("is cancelled"));
        operator().post("/operations/retentions/0/cancel").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"month\":\"2026-13\"}", "{\"month\":\"9999-01\"}", "{\"tag\":\"a\"}",
            "{\"month\":\"2020-01\",\"tag\":\"a\",\"before\":\"2020-01-01T00:00:00Z\"}"})
    void refusesWhatItDoesNotUnderstand(String request) {
        post("/operations/retentions", request).statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"tag\":\"a\"}", "{\"reason\":\"why\"}",
            "{\"tag\":\"a\",\"transcriptId\":\"00000000-0000-0000-0000-000000000000\",\"reason\":\"why\"}"})
    void refusesAHoldOnNothing(String request) {
        post("/operations/holds", request).statusCode(400);
        operator().post("/operations/holds/0/release").then().statusCode(404);
    }

    private static void apply() throws SQLException {
        execute("CALL apply_retention('0 seconds', 2)");
    }

    private ValidatableResponse ask(String more) {
        return post("/operations/retentions", "{\"month\":\"%s\",%s}".formatted(month, more));
    }

    private static String hold(String of) {
        return post("/operations/holds", "{%s,\"reason\":\"a trial\"}".formatted(of)).statusCode(200).extract()
                .path("id")
                .toString();
    }

    private static ValidatableResponse post(String path, String body) {
        return operator().contentType(JSON).body(body).post(path).then();
    }

    private static int bodies(String id) throws SQLException {
        return count("SELECT count(*) FROM raw_transcripts WHERE transcript_id = '%s'".formatted(id));
    }

    private String oldTranscript(String processingStatus) throws SQLException {
        var id = UUID.randomUUID().toString();
        for (var table : new String[]{"raw_transcripts", "processed_transcripts"}) {
            execute("CREATE TABLE IF NOT EXISTS %1$s_%2$d_01 PARTITION OF %1$s FOR VALUES FROM ('%2$d-01-01') TO ('%2$d-02-01')"
                    .formatted(table, year));
        }
        execute("""
                INSERT INTO transcripts (id, request_id, status, processing_status, month, created_at, tags)
                VALUES ('%1$s', 'request-%1$s', 'completed', '%2$s', '%3$s-01', '%3$s-15', '{%4$s}');
                INSERT INTO raw_transcripts (transcript_id, job, month, body, size_bytes, sha256)
                VALUES ('%1$s', 1, '%3$s-01', '', 0, '')""".formatted(id, processingStatus, month, tag));
        return id;
    }
}
