package dev.rolecall.webhook.operations;

import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.recordsIn;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.success;
import static dev.rolecall.webhook.TestCallbacks.text;
import static io.restassured.http.ContentType.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rolecall.contract.Topics;
import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A database that is set back to what it was, as a restore does.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class RestoreIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String MARK = "SELECT mark FROM database_identity";

    private final String requestId = "request-" + UUID.randomUUID();

    @BeforeEach
    @AfterEach
    void isServed() throws SQLException {
        await().atMost(SOON)
                .until(() -> count("SELECT count(*) FROM database_identity WHERE confirmed IS NOT NULL") == 1);
        assertThat(operator().get("/transcripts").statusCode()).isEqualTo(200);
    }

    @Test
    void notesInKafkaHowFarItHasCome() throws SQLException {
        var before = count(MARK);
        await().atMost(SOON).until(() -> count(MARK) > before);
        await().atMost(SOON).untilAsserted(() -> assertThat(recordsIn(Topics.ERASURES))
                .anyMatch(record -> "mark".equals(record.key())
                        && record.value().equals("{\"mark\":%d}".formatted(before + 1))));
        operator().get("/operations/restore").then().body("mark", greaterThanOrEqualTo(before)).body("confirmed",
                is(true));
    }

    /// A standby that has taken over: the same database under another name.
    @Test
    void confirmsADatabaseThatHasLostNothing() throws SQLException {
        var id = transcript();
        var claim = claim(id);

        execute("UPDATE database_identity SET confirmed = 'another'");

        await().atMost(SOON)
                .until(() -> text("SELECT confirmed FROM database_identity WHERE confirmed <> 'another'") != null);
        assertThat(claim(id)).isEqualTo(claim);
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirmed = 'another', mark = 0", "mark = 0"})
    void raisesClaimsInADatabaseThatIsOlder(String restored) throws SQLException {
        var before = count(MARK);
        await().atMost(SOON).until(() -> count(MARK) > before);
        var id = transcript();
        execute("UPDATE transcripts SET processing_status = 'failed' WHERE id = '%s'".formatted(transcriptOf(success(
                requestId + "-failed", "hello"))));
        var completed = transcriptOf(success(requestId + "-completed", "hello"));
        execute("UPDATE transcripts SET processing_status = 'completed' WHERE id = '%s'".formatted(completed));
        var claim = claim(id);

        execute("UPDATE database_identity SET " + restored);

        await().atMost(SOON).until(() -> claim(id) >= claim + 1_000_000);
        assertThat(claim(completed)).isLessThan(1_000_000);
        await().atMost(SOON).until(() -> count(MARK) > before);
        operator().get("/audit?act=restore-healed").then().body("who[0]", is("rolecall"));
    }

    /// The erasure is in Kafka's ledger, and the transcript is there again.
    @Test
    void erasesAgainWhatTheBackupBroughtBack() throws Exception {
        var id = transcript();
        erase();
        await().atMost(SOON).until(this::isInLedger);
        bringBack(id);

        execute("UPDATE database_identity SET confirmed = 'another'");

        await().atMost(SOON)
                .until(() -> count("SELECT count(*) FROM transcripts WHERE erased_at IS NOT NULL AND id = '%s'"
                        .formatted(id)) == 1);
        assertThat(count("SELECT count(*) FROM raw_transcripts WHERE transcript_id = '%s'".formatted(id))).isZero();
        send(success(requestId, "hello")).statusCode(200).body("outcome", is("erased"));
    }

    /// Kafka is a new one, too: only an operator's copy of the ledger is left.
    @Test
    void waitsForAnOperatorWhereKafkaHasLostTheLedger() throws Exception {
        var id = transcript();
        erase();
        await().atMost(SOON).until(this::isInLedger);
        bringBack(id);
        deleteLedger();
        execute("UPDATE database_identity SET confirmed = 'another', mark = 1000000, topic_id = gen_random_uuid()");

        await().atMost(SOON).untilAsserted(() -> operator().get("/transcripts/" + id).then().statusCode(503)
                .body("detail", containsString("Kafka has lost")));
        operator().get("/quarantine").then().statusCode(503).header("Retry-After", "5");
        operator().get("/operations/status").then().statusCode(200);
        send(success(requestId + "-new", "hello")).statusCode(200).body("outcome", is("stored"));
        assertThat(count("SELECT count(*) FROM transcripts WHERE erased_at IS NULL AND id = '%s'".formatted(id)))
                .isEqualTo(1);

        operator().contentType(JSON).body("{\"hashes\":[\"%s\"]}".formatted(hash())).post("/operations/restore/ledger")
                .then().statusCode(200).body("added", is(1));
        operator().post("/operations/restore").then().statusCode(204);

        await().atMost(SOON)
                .untilAsserted(() -> operator().get("/operations/restore").then().body("confirmed", is(true)));
        assertThat(count("SELECT count(*) FROM transcripts WHERE erased_at IS NOT NULL AND id = '%s'".formatted(id)))
                .isEqualTo(1);
        // and the new topic gets the whole ledger
        await().atMost(SOON).until(this::isInLedger);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"hashes\":[\"abc\"]}", "{\"hashes\":[\"%s\"]}"})
    void refusesWhatIsNoLedger(String body) {
        operator().contentType(JSON).body(body.formatted("z".repeat(64))).post("/operations/restore/ledger").then()
                .statusCode(400);
    }

    private String transcript() {
        return transcriptOf(success(requestId, "hello"));
    }

    private static String transcriptOf(String body) {
        return send(body).statusCode(200).body("outcome", is("stored")).extract().path("transcriptId");
    }

    private static int claim(String id) throws SQLException {
        return count("SELECT claim FROM transcripts WHERE id = '%s'".formatted(id));
    }

    private void erase() {
        operator().contentType(JSON).body("{\"requestId\":\"%s\"}".formatted(requestId)).post("/operations/erasures")
                .then()
                .statusCode(200).body("matched", is(1));
    }

    /// As the backup has it: from before the erasure.
    private void bringBack(String id) throws Exception {
        execute("DELETE FROM erasures_asked");
        execute("DELETE FROM erasures WHERE hash = decode('%s', 'hex')".formatted(hash()));
        execute("UPDATE transcripts SET erased_at = NULL, request_id = '%s', job = 1 WHERE id = '%s'"
                .formatted(requestId, id));
        execute("""
                INSERT INTO raw_transcripts (transcript_id, job, month, body, size_bytes, sha256)
                SELECT id, 1, month, '', 0, '' FROM transcripts WHERE id = '%s'""".formatted(id));
    }

    private static void deleteLedger() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)))) {
            admin.deleteTopics(List.of(Topics.ERASURES)).all().get();
        }
    }

    private boolean isInLedger() {
        return recordsIn(Topics.ERASURES).stream().anyMatch(record -> hash().equals(record.key()));
    }

    private String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(requestId.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
