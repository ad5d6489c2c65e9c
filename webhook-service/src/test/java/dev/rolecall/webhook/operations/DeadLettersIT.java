package dev.rolecall.webhook.operations;

import static dev.rolecall.webhook.TestCallbacks.authorized;
import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.events;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.rolecall.contract.Topics;
import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class DeadLettersIT {
    private static final String PATH = "/operations/dead-letters?limit=500&tag=";
    private String tag = "";

    @BeforeEach
    void ofItsOwn() {
        tag = UUID.randomUUID().toString();
    }

    @Test
    void showsADeadLetterBesideItsTranscript() throws SQLException {
        var id = failed();

        deadLetter(id, 1, "model-refused");

        await().untilAsserted(() -> operator().get(PATH + tag).then().statusCode(200)
                .body("deadLetters.size()", equalTo(1))
                .body("deadLetters[0].transcriptId", equalTo(id))
                .body("deadLetters[0].job", equalTo(1))
                .body("deadLetters[0].state", equalTo("open"))
                .body("deadLetters[0].code", equalTo("model-refused"))
                .body("deadLetters[0].reason", equalTo("a reason"))
                .body("deadLetters[0].attempts", equalTo(5))
                .body("deadLetters[0].provider", equalTo("llm.example"))
                .body("deadLetters[0].model", equalTo("a-model"))
                .body("deadLetters[0].firstFailedAt", equalTo("2026-05-01T12:00:00Z"))
                .body("deadLetters[0].parkedAt", nullValue())
                .body("next", nullValue()));
        operator().get("/operations/dead-letters/count?tag=" + tag).then().statusCode(200)
                .body("total", equalTo(1))
                .body("byCode.model-refused", equalTo(1))
                .body("byHour.size()", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource({"code=model-refused, 1", "code=another, 0", "attempts=5, 1", "attempts=6, 0", "provider=llm.example, 1",
            "model=a-model, 1", "model=another, 0", "since=2026-05-01T00:00:00Z, 1", "until=2026-05-01T00:00:00Z, 0",
            "state=open, 1", "state=parked, 0", "state=all, 1", "transcript=019a0000-0000-7000-8000-000000000000, 0"})
    void filters(String filter, int found) throws SQLException {
        deadLetter(failed(), 1, "model-refused");
        await().until(() -> mirrored() == 1);

        operator().get(PATH + tag + "&" + filter).then().statusCode(200).body("deadLetters.size()", equalTo(found));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kode=x", "state=closed", "attempts=many", "since=yesterday", "transcript=7", "id=x",
            "limit=0", "tag=a&tag=b"})
    void refusesWhatItDoesNotKnow(String filter) {
        operator().get("/operations/dead-letters?" + filter).then().statusCode(400)
                .body("detail", containsString(filter.substring(0, filter.indexOf('='))));
    }

    @Test
    void pagesStayTheSameWhileOthersCome() throws SQLException {
        for (int i = 0; i < 5; i++) {
            deadLetter(failed(), 1, "model-refused");
        }
        await().until(() -> mirrored() == 5);

        var first = operator().get("/operations/dead-letters?limit=3&tag=" + tag).then()
                .body("deadLetters.size()", equalTo(3));
        deadLetter(failed(), 1, "model-refused");
        await().until(() -> mirrored() == 6);

        operator().get("/operations/dead-letters?limit=3&tag=%s&before=%s".formatted(tag,
                first.extract().path("next").toString())).then()
                .body("deadLetters.size()", equalTo(2))
                .body("next", nullValue());
    }

    /// A record may come from anywhere.
    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "{\"schemaVersion\":1}", "{\"schemaVersion\":99}", "null", "", "\0"})
    void showsARecordThatIsNoEvent(String value) {
        var key = UUID.randomUUID().toString();

        produce(key, value.getBytes(UTF_8), Map.of("_rolecall_code", "unreadable\0event", "_rolecall_attempts", "none",
                "_rolecall_first_failed_at", value.length() % 2 == 0 ? "never" : "+999999999-01-01T00:00:00Z"));

        await().untilAsserted(() -> operator().get("/operations/dead-letters?state=unreadable&limit=500").then()
                .body("deadLetters.find { it.key == '%s' }.code".formatted(key), equalTo("unreadable\uFFFDevent"))
                .body("deadLetters.find { it.key == '%s' }.transcriptId".formatted(key), nullValue()));
    }

    @Test
    void showsWhatBecameOfTheTranscript() throws SQLException {
        var replayed = failed();
        deadLetter(replayed, 1, "model-refused");
        var erased = failed();
        deadLetter(erased, 1, "model-refused");
        var unfinished = failed();
        deadLetter(unfinished, 1, "model-refused");
        var unknown = UUID.randomUUID().toString();
        deadLetter(unknown, 1, "transcript-gone");
        await().until(() -> mirrored() == 3);

        execute("UPDATE transcripts SET job = 2, processing_status = 'completed' WHERE id = '%s'".formatted(replayed));
        execute("UPDATE transcripts SET erased_at = now() WHERE id = '%s'".formatted(erased));
        execute("UPDATE transcripts SET processing_status = 'pending' WHERE id = '%s'".formatted(unfinished));

        assertThat(state(replayed)).isEqualTo("replayed");
        assertThat(state(erased)).isEqualTo("gone");
        assertThat(state(unfinished)).isEqualTo("unfinished");
        await().untilAsserted(() -> assertThat(state(unknown)).isEqualTo("gone"));
    }

    /// A database that is restored has lost rows and positions; a broker may send a record twice.
    @Test
    void readsAgainWhatTheDatabaseHasLost() throws SQLException {
        var id = failed();
        deadLetter(id, 1, "model-refused");
        await().until(() -> mirrored() == 1);
        operator().post("/operations/dead-letters/park?reason=waits&tag=" + tag).then().body("changed", equalTo(1));

        execute("UPDATE dead_letter_positions SET next_offset = 0");
        await().until(() -> count("SELECT count(*) FROM dead_letter_positions WHERE next_offset = 0") == 0);
        assertThat(mirrored()).isEqualTo(1);
        assertThat(state(id)).as("known rows are left as they are").isEqualTo("parked");

        execute("TRUNCATE dead_letters, dead_letter_positions");
        await().untilAsserted(() -> assertThat(mirrored()).isEqualTo(1));
    }

    /// A broker that was restored writes other records at offsets that were used before.
    @Test
    void followsATopicThatHasLostRecords() throws SQLException {
        var id = failed();
        deadLetter(id, 1, "model-refused");
        await().until(() -> mirrored() == 1);

        execute("UPDATE dead_letters SET transcript_id = gen_random_uuid() WHERE transcript_id = '%s'".formatted(id));
        execute("UPDATE dead_letter_positions SET next_offset = 1000000");

        await().untilAsserted(() -> assertThat(state(id)).isEqualTo("open"));
        assertThat(count("SELECT count(*) FROM dead_letter_positions WHERE next_offset >= 1000000")).isZero();
    }

    @Test
    void parksWhatHasBeenReplayedThreeTimes() throws SQLException {
        var id = failed();
        for (int job = 1; job <= 4; job++) {
            execute("UPDATE transcripts SET job = %d WHERE id = '%s'".formatted(job, id));
            deadLetter(id, job, "model-refused");
        }
        await().until(() -> mirrored() == 4);

        operator().get(PATH + tag + "&state=parked").then()
                .body("deadLetters.size()", equalTo(1))
                .body("deadLetters[0].replays", equalTo(3))
                .body("deadLetters[0].actReason", equalTo("replayed 3 times"));
        plan("").body("replay.jobs", equalTo(0));
        plan("&force=true").body("replay.jobs", equalTo(1));
    }

    /// A database that was restored is older than Kafka; a dead letter was copied into its own topic.
    @Test
    void plansAroundARecordThatIsAheadOfItsTranscript() throws SQLException {
        var id = failed();
        deadLetter(id, 1, "model-refused");
        deadLetter(id, 2, "model-refused");
        await().until(() -> mirrored() == 2);

        operator().get(PATH + tag + "&state=unfinished").then().body("deadLetters.job", equalTo(List.of(2)));
        plan("").body("replay.jobs", equalTo(1));
    }

    @Test
    void keepsARateBelowOneASecond() throws SQLException {
        deadLetter(failed(), 1, "model-refused");
        await().until(() -> mirrored() == 1);
        var id = plan("&perSecond=0.18").extract().<String>path("replay.id");

        replay(id, "start").statusCode(200);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> operator().get("/operations/replays/" + id).then()
                .body("replay.state", equalTo("completed")));
    }

    /// Parked after it was planned.
    @Test
    void leavesOutWhatIsParkedWhileAReplayRuns() throws SQLException {
        deadLetter(failed(), 1, "model-refused");
        await().until(() -> mirrored() == 1);
        var id = plan("&perSecond=100").extract().<String>path("replay.id");
        operator().post("/operations/dead-letters/park?reason=waits&tag=" + tag).then().body("changed", equalTo(1));

        replay(id, "start").statusCode(200);

        await().untilAsserted(() -> operator().get("/operations/replays/" + id).then()
                .body("replay.state", equalTo("completed"))
                .body("progress.skipped", equalTo(1))
                .body("progress.raised", equalTo(0)));
    }

    @Test
    void asksWhySomethingIsParked() {
        operator().post("/operations/dead-letters/park?tag=" + tag).then().statusCode(400)
                .body("detail", containsString("reason"));
    }

    @Test
    void discardsForGood() throws SQLException {
        var id = failed();
        deadLetter(id, 1, "model-refused");
        await().until(() -> mirrored() == 1);

        operator().post("/operations/dead-letters/discard?reason=empty&tag=" + tag).then().body("changed", equalTo(1));
        operator().post("/operations/dead-letters/discard?reason=empty&tag=" + tag).then().body("changed", equalTo(0));

        assertThat(state(id)).isEqualTo("discarded");
        plan("&force=true").body("replay.jobs", equalTo(0));
        operator().get("/audit?act=dead-letters-discarded").then()
                .body("target", hasItem("1 of tag=…: empty"));
    }

    @Test
    void replaysAtARateAndOnlyWhatWasPlanned() throws SQLException {
        var ids = IntStream.range(0, 40).mapToObj(_ -> failed()).toList();
        for (var id : ids) {
            deadLetter(id, 1, "model-refused");
        }
        // a broker may take a record twice
        deadLetter(ids.getFirst(), 1, "model-refused");
        await().until(() -> mirrored() == 41);

        var planned = plan("&perSecond=10");
        var id = planned.body("replay.jobs", equalTo(40))
                .body("replay.plan.byCode.model-refused", equalTo(40))
                .body("replay.plan.seconds", equalTo(4))
                .body("progress.waiting", equalTo(40))
                .extract()
                .<String>path("replay.id");
        var late = failed();
        deadLetter(late, 1, "model-refused");
        var labelled = ids.getLast();
        execute("UPDATE transcripts SET processing_status = 'completed' WHERE id = '%s'".formatted(labelled));

        replay(id, "start").statusCode(200).body("replay.state", equalTo("running"));

        await().untilAsserted(() -> operator().get("/operations/replays/" + id).then()
                .body("replay.state", equalTo("completed"))
                .body("replay.endedAt", notNullValue())
                .body("progress.raised", equalTo(39))
                .body("progress.underWay", equalTo(39))
                .body("progress.skipped", equalTo(1)));
        assertThat(count("SELECT extract(epoch FROM ended_at - started_at)::int FROM replays WHERE id = '%s'"
                .formatted(id))).isBetween(3, 6);
        assertThat(count(
                "SELECT count(*) FROM transcripts WHERE job = 2 AND processing_status = 'pending' AND '%s' = ANY(tags)"
                        .formatted(tag)))
                .isEqualTo(39);
        await().untilAsserted(() -> assertThat(events(ids.get(1))).as("with that of its callback").isEqualTo(2));
        assertThat(state(late)).isEqualTo("open");
        replay(id, "cancel").statusCode(409).body("detail", containsString("completed"));
        operator().get("/audit?act=replay-started").then().body("target", hasItem(id));
    }

    @Test
    void pausesAndCancels() throws SQLException {
        for (int i = 0; i < 30; i++) {
            deadLetter(failed(), 1, "model-refused");
        }
        await().until(() -> mirrored() == 30);
        var id = plan("&perSecond=5").extract().<String>path("replay.id");
        replay(id, "pause").statusCode(409);
        replay(id, "start").statusCode(200);
        await().untilAsserted(() -> operator().get("/operations/replays/" + id).then()
                .body("progress.raised", greaterThanOrEqualTo(5)));

        replay(id, "pause").body("replay.state", equalTo("paused"));
        var raised = operator().get("/operations/replays/" + id).<Integer>path("progress.raised");
        await().during(Duration.ofSeconds(3)).untilAsserted(() -> operator().get("/operations/replays/" + id).then()
                .body("progress.raised", equalTo(raised)));
        replay(id, "start").body("replay.state", equalTo("running"));
        await().untilAsserted(() -> operator().get("/operations/replays/" + id).then()
                .body("progress.raised", greaterThanOrEqualTo(raised + 2)));
        replay(id, "cancel").body("replay.state", equalTo("cancelled"))
                .body("progress.raised", lessThan(30))
                .body("progress.waiting", greaterThanOrEqualTo(1));
        replay(id, "start").statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"perSecond=0", "perSecond=1001", "perSecond=NaN", "force=true&kode=x"})
    void refusesAPlanThatIsWrong(String query) {
        operator().post("/operations/replays?" + query).then().statusCode(400);
    }

    @Test
    void knowsNoOtherReplay() {
        operator().get("/operations/replays/" + UUID.randomUUID()).then().statusCode(404);
        operator().post("/operations/replays/7/start").then().statusCode(404);
        operator().get("/operations/replays").then().statusCode(200);
    }

    private ValidatableResponse plan(String more) {
        return operator().post("/operations/replays?tag=" + tag + more).then().statusCode(200);
    }

    private static ValidatableResponse replay(String id, String act) {
        return operator().post("/operations/replays/%s/%s".formatted(id, act)).then();
    }

    private int mirrored() throws SQLException {
        return count("SELECT count(*) FROM dead_letter_states WHERE '%s' = ANY(tags)".formatted(tag));
    }

    private static String state(String transcript) {
        return operator().get("/operations/dead-letters?state=all&transcript=" + transcript)
                .path("deadLetters[0].state");
    }

    /// A transcript whose first job has failed.
    private String failed() {
        String id = authorized()
                .body("{\"metadata\":{\"request_id\":\"%s\",\"tags\":[\"%s\"]},\"results\":{}}".formatted(
                        UUID.randomUUID(), tag))
                .post("/callback")
                .then()
                .statusCode(200)
                .extract()
                .path("transcriptId");
        try {
            execute("UPDATE transcripts SET processing_status = 'failed' WHERE id = '%s'".formatted(id));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return id;
    }

    /// As classifier-service writes it: the value is the event of the next job.
    private static void deadLetter(String transcript, int job, String code) {
        var isAttempted = !code.equals("transcript-gone");
        produce(transcript, """
                {"schemaVersion":1,"transcriptId":"%s","job":%d,"attempt":1,"bodySize":7}"""
                .formatted(transcript, isAttempted ? job + 1 : job).getBytes(UTF_8),
                Map.of("_rolecall_code", code, "_rolecall_reason", "a reason", "_rolecall_attempts",
                        isAttempted ? "5" : "0", "_rolecall_first_failed_at", "2026-05-01T12:00:00Z",
                        "_rolecall_provider", "llm.example", "_rolecall_model", "a-model"));
    }

    private static void produce(String key, byte[] value, Map<String, String> headers) {
        var servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", servers), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var record = new ProducerRecord<>(Topics.DEAD_LETTER, key.getBytes(UTF_8), value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
            assertThat(producer.send(record)).succeedsWithin(Duration.ofSeconds(10));
        }
    }
}
