package dev.rolecall.webhook.operations;

import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.success;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.sql.SQLException;
import java.util.UUID;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class InspectionIT {

    @Test
    void tellsHowATranscriptCameAndFailed() throws SQLException {
        var id = store();
        execute("""
                UPDATE transcripts SET processing_status = 'failed', processing_code = 'model-refused', attempts = 3
                WHERE id = '%s'""".formatted(id));
        execute("""
                INSERT INTO dead_letters (topic_id, partition, record_offset, transcript_id, job, code, reason, attempts,
                    failed_at)
                VALUES (gen_random_uuid(), 3, 7, '%s', 1, 'model-refused', 'because', 3, now())"""
                .formatted(id));
        operator().post("/operations/dead-letters/park?reason=x&transcript=" + id).then().statusCode(200);

        explain(id).statusCode(200)
                .body("processingStatus", is("failed"))
                .body("events.what", hasItems("received", "dead-letter", "audit"))
                .body("events.find { it.what == 'dead-letter' }.details.reason", nullValue())
                .body("events.find { it.what == 'dead-letter' }.details.offset", is(7))
                .body("events.find { it.what == 'dead-letter' }.details.state", is("parked"))
                .body("now", containsString("failed after 3 attempts: model-refused"))
                .body("advice", containsString("./rolecall replay plan --transcript " + id + " --force"));
        operator().get("/operations/explain/%s?text=true".formatted(id)).then()
                .body("events.find { it.what == 'dead-letter' }.details.reason", is("because"));
    }

    /// A name comes from the text.
    @Test
    void tellsTheFateOfEachClaimAndItsNameOnlyIfAsked() throws SQLException {
        var id = store();
        execute("""
                INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, model, result)
                SELECT gen_random_uuid(), id, 1, month, true, 'a-model', '{"turns":[{"text":"secret"}],"llm":{"provider":"llm.example"},
                    "claims":[{"speaker":"0:1","claim":"name","value":"Wilhelmina","turns":[3],"isKept":false,"reason":"not said"},
                              {"speaker":"0:1","claim":"role","value":"agent","turns":[4],"isKept":true}]}'
                FROM transcripts WHERE id = '%s'"""
                .formatted(id));
        execute("UPDATE transcripts SET processing_status = 'completed' WHERE id = '%s'".formatted(id));
        var result = "events.find { it.what == 'result' }.details.";

        var shown = explain(id).body(result + "claims", hasSize(2))
                .body(result + "claims[0].reason", is("not said"))
                .body(result + "claims[0].value", nullValue())
                .body(result + "claims[1].value", is("agent"))
                .body(result + "provider", is("llm.example"))
                .body("now", is("It is labelled."))
                .body("advice", nullValue())
                .extract().asString();
        org.assertj.core.api.Assertions.assertThat(shown).doesNotContain("Wilhelmina", "secret");
        operator().get("/operations/explain/%s?text=true".formatted(id)).then()
                .body(result + "claims[0].value", is("Wilhelmina"));
    }

    @ParameterizedTest
    @CsvSource({"processing_status = 'pending', waits in Kafka",
            "'not_before = now() + interval ''1 hour'', processing_code = ''timeout''', due at",
            "'processing_status = ''processing'', lease_until = now() + interval ''1 hour''', A classifier works on it",
            "'processing_status = ''processing'', lease_until = now() - interval ''1 second''', is gone since",
            "processing_status = 'failed', the dead letter is written again", "way = 'off', held release",
            "'status = ''failed'', error_code = ''E''', Deepgram has not transcribed it",
            "erased_at = now(), It was erased"})
    void tellsHowItIs(String state, String expected) throws SQLException {
        var id = store();
        await().untilAsserted(() -> explain(id).body("events.what", not(hasItem("waits-in-outbox"))));
        execute("UPDATE transcripts SET %s WHERE id = '%s'".formatted(state, id));

        explain(id).body("findAll { it.key in ['now', 'advice'] }.values().join(' ')", containsString(expected));
    }

    @Test
    void knowsOnlyTranscripts() {
        explain(UUID.randomUUID().toString()).statusCode(404);
    }

    @Test
    void tellsHowEverythingIs() throws SQLException {
        store();
        execute("""
                INSERT INTO pods VALUES ('inspected', 'classifier-service', '1', now(), now(),
                    '{"limit":64,"inFlight":3,"waiting":1}')""");

        await().untilAsserted(() -> operator().get("/operations/status").then().statusCode(200)
                .body("tables.storedInLastMinute", greaterThan(0))
                .body("tables.unfinishedCountedAt", not(nullValue()))
                .body("tables.pods.find { it.name == 'inspected' }.state.inFlight", is(3))
                .body("acknowledgementP99Millis", greaterThan(0f))
                .body("topics", hasSize(5))
                .body("topics[0].topic", is("transcript-ready"))
                .body("topics[0].waiting", greaterThan(0)));
        execute("DELETE FROM pods WHERE name = 'inspected'");
    }

    private static ValidatableResponse explain(String id) {
        return operator().get("/operations/explain/" + id).then();
    }

    private static String store() {
        return send(success(UUID.randomUUID().toString(), "hello")).statusCode(200).extract().path("transcriptId");
    }
}
