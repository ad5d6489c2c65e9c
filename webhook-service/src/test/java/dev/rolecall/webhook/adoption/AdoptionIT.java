package dev.rolecall.webhook.adoption;

import static dev.rolecall.webhook.TestCallbacks.authorized;
import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.events;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.management;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.LegacyTable;
import dev.rolecall.webhook.RealServers;
import dev.rolecall.webhook.adoption.migration.LegacyMigration;
import dev.rolecall.webhook.adoption.migration.table.Step;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class AdoptionIT {

    @Test
    void holdsWhatIsOffUntilItIsReleased() throws SQLException {
        var tag = UUID.randomUUID().toString();
        set("{\"value\":\"off\",\"tag\":\"%s\"}".formatted(tag)).statusCode(200);
        await().until(() -> "off".equals(wayOf(store(tag))));

        var held = store(tag);
        var other = store("another");

        assertThat(events(held)).isZero();
        await().until(() -> count("SELECT count(*) FROM outbox WHERE key = '" + other + "'") == 0);
        operator().get("/held").then().statusCode(200).body("held", greaterThanOrEqualTo(2));
        set("{\"value\":\"off\",\"tag\":\"%s\",\"percent\":0}".formatted(tag)).statusCode(200)
                .body("findAll { it.tag == '%s' }".formatted(tag), empty());

        operator().post("/held/release?limit=1&tag=" + tag).then().statusCode(200).body("released", equalTo(1));
        operator().post("/held/release?tag=" + tag).then().statusCode(200).body("released", greaterThanOrEqualTo(1));
        operator().post("/held/release?tag=" + tag).then().statusCode(200).body("released", equalTo(0));

        assertThat(wayOf(held)).isEqualTo("queue");
        await().until(() -> count("SELECT count(*) FROM outbox WHERE key = '" + held + "'") == 0);
        assertThat(events(held)).isEqualTo(1);
        operator().get("/audit").then().body("act", hasItem("flag-set")).body("act", hasItem("held-released"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"value\":\"sideways\"}", "{\"value\":\"off\",\"percent\":101}",
            "{\"value\":\"off\",\"percent\":-1}", "{\"value\":\"off\",\"percent\":0.001}"})
    void refusesARuleThatIsWrong(String body) {
        set(body).statusCode(400).body("detail", containsString("must be"));
    }

    @Test
    void knowsNoOtherFlag() {
        operator().contentType(ContentType.JSON).body("{\"value\":\"off\"}").put("/flags/wy").then().statusCode(404)
                .body("detail", containsString("way"));
    }

    /// docs/adopting.md has the same table.
    @ParameterizedTest
    @CsvSource({"pending, pending, pending", "processing, pending, processing", "failed, pending, failed",
            "completed, pending, processing", "completed, processing, processing", "completed, completed, completed",
            "completed, failed, failed"})
    void showsTheSingleStatusToItsReaders(String status, String processingStatus, String legacy) throws SQLException {
        var tag = UUID.randomUUID().toString();
        var id = store(tag);
        execute("UPDATE transcripts SET status = '%s', processing_status = '%s' WHERE id = '%s'".formatted(status,
                processingStatus, id));

        operator().get("/transcripts/%s?view=legacy".formatted(id)).then().statusCode(200)
                .header("Deprecation", containsString("@"))
                .header("Link", containsString("rel=\"deprecation\""))
                .body("status", equalTo(legacy))
                .body("id", equalTo(id));
        operator().get("/transcripts/" + id).then().header("Deprecation", nullValue()).body("status", equalTo(status));
        operator().get("/transcripts?view=legacy&tag=%s&status=%s".formatted(tag, legacy)).then()
                .body("transcripts.size()", equalTo(1))
                .body("transcripts[0].status", equalTo(legacy));
        assertThat(count("SELECT count(*) FROM legacy_transcripts WHERE id = '%s' AND status = '%s'".formatted(id,
                legacy))).isEqualTo(1);
        operator().get("/transcripts/%s?view=old".formatted(id)).then().statusCode(400);
        management().get("/q/metrics").then().body(containsString("rolecall_legacy_reads_total{key="));
    }

    @Test
    void labelsBesideTheResultOfBeforeAndComparesTheTwo() throws SQLException {
        LegacyTable.make(database(), 100);
        var tag = UUID.randomUUID().toString();
        set("{\"value\":\"shadow\",\"tag\":\"%s\"}".formatted(tag)).statusCode(200);
        await().until(() -> count("SELECT count(*) FROM shadows WHERE id = '" + store(tag) + "'") == 1);
        var received = store(tag);
        var requestId = "(SELECT request_id FROM transcripts WHERE id = '" + received + "')";
        await().until(() -> events(received) == 1);
        assertThat(count(
                "SELECT count(*) FROM transcripts WHERE way = 'shadow' AND processing_status = 'pending' AND id = '"
                        + received + "'"))
                .isEqualTo(1);
        var held = operator().get("/held").then().extract().<Integer>path("held");
        try (var connection = database().connect(Database.OWNER)) {
            var migration = new LegacyMigration(connection, System.out::println);
            migration.up(Step.COPY, "app.transcripts", Map.of(), () -> false);
            execute("INSERT INTO app.transcripts (request_id, status, response, result) VALUES (" + requestId
                    + ", 'completed', '{}', '{\"speakers\":[{\"speaker\":0,\"role\":\"agent\",\"name\":\"Ann\"}]}')");

            migration.up(Step.COPY, "app.transcripts", Map.of(), () -> false);

            operator().get("/transcripts/" + received).then().body("processingStatus", equalTo("completed"));
            operator().get("/transcripts/%s/processed".formatted(received)).then()
                    .body("legacy.speakers[0].name", equalTo("Ann"));
            operator().get("/held").then().body("held", equalTo(held - 1 + 5));
            execute("""
                    UPDATE shadows SET processing_status = 'completed', labelled = true,
                        result = '{"speakers":[{"speaker":"0:0","channel":0,"number":0,"role":"agent","name":null}]}'
                    WHERE id = '%s'""".formatted(received));
            operator().get("/adoption/comparisons?tag=" + tag).then().statusCode(200)
                    .body("comparisons.size()", equalTo(1))
                    .body("comparisons[0].outcome", equalTo("only-old"))
                    .body("comparisons[0].roles", equalTo("same"))
                    .body("comparisons[0].speakers[0].oldName", equalTo("Ann"));
            operator().get("/adoption/comparisons?transcriptId=" + UUID.randomUUID()).then().body("comparisons",
                    empty());
            operator().get("/adoption/comparisons?limit=0").then().statusCode(400);

            operator().post("/adoption/shadows?limit=1000").then().statusCode(200).body("begun", equalTo(70));
            operator().post("/adoption/shadows?limit=1000").then().body("begun", equalTo(0));
            operator().get("/adoption/shadows").then().body("completed", greaterThanOrEqualTo(1));
            var adopted = text("SELECT id::text FROM transcripts WHERE request_id = 'legacy-1'", connection);
            await().until(() -> events(adopted) == 1);

            migration.down(Step.NONE);
            assertThat(count("SELECT count(*) FROM transcripts WHERE id = '" + received + "'"))
                    .as("what a callback brought stays").isEqualTo(1);
        }
    }

    @Test
    void releasesWhatHasOnlyAShadow() throws SQLException {
        var tag = UUID.randomUUID().toString();
        set("{\"value\":\"shadow\",\"tag\":\"%s\"}".formatted(tag)).statusCode(200);
        await().until(() -> count("SELECT count(*) FROM shadows WHERE id = '" + store(tag) + "'") == 1);
        var id = store(tag);
        await().until(() -> events(id) == 1);
        set("{\"value\":\"shadow\",\"tag\":\"%s\",\"percent\":0}".formatted(tag)).statusCode(200);

        operator().post("/held/release?tag=" + tag).then().body("released", greaterThanOrEqualTo(1));
        operator().post("/held/release?tag=" + tag).then().body("released", equalTo(0));

        await().until(() -> events(id) == 2);
        assertThat(count("SELECT count(*) FROM transcripts WHERE way = 'queue' AND id = '" + id + "'")).isEqualTo(1);
    }

    @Test
    void labelsASuccessAfterAFailureThatWasCopied() throws SQLException {
        LegacyTable.make(database(), 100);
        try (var connection = database().connect(Database.OWNER)) {
            var migration = new LegacyMigration(connection, System.out::println);
            migration.up(Step.COPY, "app.transcripts", Map.of(), () -> false);
            var failed = "SELECT count(*) FROM transcripts WHERE request_id = 'legacy-80' AND ";
            assertThat(count(failed + "status = 'failed' AND processing_status = 'pending'")).isEqualTo(1);

            var legacyId = text("SELECT id::text FROM app.transcripts WHERE request_id = 'legacy-1'", connection);
            operator().get("/transcripts?legacyId=" + legacyId).then().body("transcripts.requestId",
                    contains("legacy-1"));
            operator().get("/transcripts?legacyId=unknown").then().statusCode(200).body("transcripts", empty());

            var id = send(success("legacy-80", "hello")).statusCode(200).extract().<String>path("transcriptId");

            assertThat(count(failed + "status = 'completed' AND way = 'queue' AND id = '" + id + "'")).isEqualTo(1);
            await().until(() -> events(id) == 1);

            migration.down(Step.NONE);
            assertThat(count("SELECT count(*) FROM transcripts WHERE request_id LIKE 'legacy-%'"))
                    .as("what was received meanwhile stays").isEqualTo(1);
        }
    }

    private static String text(String query, Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Database database() {
        var url = URI.create(ConfigProvider.getConfig().getValue("test.owner.jdbc-url", String.class)
                .replaceFirst("jdbc:", ""));
        return new Database(url.getHost(), url.getPort(), "");
    }

    private static ValidatableResponse set(String body) {
        return operator().contentType(ContentType.JSON).body(body).put("/flags/way").then();
    }

    private static String wayOf(String id) {
        try {
            return count("SELECT count(*) FROM transcripts WHERE way = 'off' AND id = '" + id + "'") == 1
                    ? "off"
                    : "queue";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String store(String tag) {
        return authorized()
                .body("{\"metadata\":{\"request_id\":\"%s\",\"tags\":[\"%s\"]},\"results\":{}}".formatted(
                        UUID.randomUUID(), tag))
                .post("/callback")
                .then()
                .statusCode(200)
                .extract()
                .path("transcriptId");
    }
}
