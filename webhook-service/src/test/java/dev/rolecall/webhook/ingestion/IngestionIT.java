package dev.rolecall.webhook.ingestion;

import static dev.rolecall.webhook.TestCallbacks.events;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.sendTo;
import static dev.rolecall.webhook.TestCallbacks.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import java.sql.SQLException;
import java.util.UUID;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where bodies end up, and how they are reprocessed.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionIT {

    @Test
    void bindsACallbackToItsSubmittedTranscript() throws SQLException {
        var id = submitted(null);
        var requestId = UUID.randomUUID().toString();

        sendTo("/callback/" + id, success(requestId, "hello")).statusCode(200)
                .body("outcome", equalTo("stored"))
                .body("transcriptId", equalTo(id));

        operator().get("/transcripts/" + id)
                .then()
                .body("status", equalTo("completed"))
                .body("requestId", equalTo(requestId))
                .body("job", equalTo(1));
        await().until(() -> events(id) >= 1);
    }

    @Test
    void failsASubmittedTranscriptByAMessageInWords() throws SQLException {
        var id = submitted(UUID.randomUUID().toString());

        sendTo("/callback/" + id, "UUID parsing failed: " + id).statusCode(200).body("outcome", equalTo("failed"));

        operator().get("/transcripts/" + id)
                .then()
                .body("status", equalTo("failed"))
                .body("errorCode", equalTo("plain-text"))
                .body("errorText", containsString("UUID parsing failed"))
                .body("processingStatus", equalTo("pending"));
        operator().get("/transcripts?status=failed").then().body("transcripts.id", hasItem(id));
        assertThat(events(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-7000-8000-000000000000", "no-id", "%20", "a%2Cb"})
    void losesNoBodyWhosePathNamesNothing(String id) {
        var requestId = UUID.randomUUID().toString();

        sendTo("/callback/" + id, success(requestId, "hello")).statusCode(200).body("outcome", equalTo("stored"));

        operator().get("/transcripts?requestId=" + requestId).then().body("transcripts.size()", equalTo(1));
    }

    @Test
    void setsAsideWhatComesForAnotherRequestsTranscriptAndTakesItInWhenTold() throws SQLException {
        var id = submitted(UUID.randomUUID().toString());
        var sha256 = sendTo("/callback/" + id, success(UUID.randomUUID().toString(), "hello"))
                .body("reason", equalTo("another-request"))
                .extract()
                .<String>path("sha256");

        operator().post("/quarantine/" + sha256 + "/reprocess?transcriptId=" + id)
                .then()
                .statusCode(200)
                .body("transcriptId", equalTo(id));

        operator().get("/transcripts/" + id).then().body("status", equalTo("completed"));
        operator().get("/quarantine").then().body("sha256", not(hasItem(sha256)));
        operator().post("/quarantine/" + sha256 + "/reprocess").then().statusCode(404);
    }

    @Test
    void putsAnotherSuccessInThePlaceOfTheFirstWhenTold() throws SQLException {
        var requestId = UUID.randomUUID().toString();
        var id = send(success(requestId, "first")).extract().<String>path("transcriptId");
        execute("UPDATE transcripts SET processing_status = 'completed' WHERE id = '" + id + "'");
        var sha256 = send(success(requestId, "second")).body("outcome", equalTo("quarantined")).extract()
                .<String>path("sha256");

        operator().post("/quarantine/" + sha256 + "/reprocess")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("transcriptId=" + id));
        operator().post("/quarantine/" + sha256 + "/reprocess?transcriptId=" + id).then().statusCode(200);

        operator().get("/transcripts/" + id).then().body("job", equalTo(2)).body("processingStatus",
                equalTo("pending"));
        assertThat(operator().get("/transcripts/" + id + "/raw").asString()).contains("second");
        send(success(requestId, "first")).body("outcome", equalTo("duplicate"));
        send(success(requestId, "second")).body("outcome", equalTo("duplicate"));
    }

    @Test
    void reprocessesABodyWithoutARequestIdAsATranscriptOfItsOwn() {
        var body = "{\"results\":{\"channels\":[]},\"note\":\"%s\"}".formatted(UUID.randomUUID());
        var sha256 = send(body).body("reason", equalTo("no-request-id")).extract().<String>path("sha256");

        var id = operator().post("/quarantine/" + sha256 + "/reprocess").then().statusCode(200).extract().<String>path(
                "transcriptId");

        assertThat(operator().get("/transcripts/" + id + "/raw").asString()).isEqualTo(body);
    }

    @Test
    void refusesToTakeInWhatSaysNothingOrGoesNowhere() {
        var garbage = send("{\"broken\": " + UUID.randomUUID()).body("reason", equalTo("not-json")).extract()
                .<String>path("sha256");
        var message = send("It broke: " + UUID.randomUUID()).extract().<String>path("sha256");

        operator().post("/quarantine/" + garbage + "/reprocess").then().statusCode(409);
        operator().post("/quarantine/" + message + "/reprocess").then().statusCode(409);
        operator().post("/quarantine/" + message + "/reprocess?transcriptId=x").then().statusCode(400);
        operator().post("/quarantine/" + message + "/reprocess?transcriptId=" + UUID.randomUUID()).then()
                .statusCode(404);
        operator().post("/quarantine/xyz/reprocess").then().statusCode(404);
        assertThat(operator().get("/quarantine/" + garbage + "/raw").statusCode()).isEqualTo(200);
    }

    /// As a submission through our own API leaves it.
    private static String submitted(@Nullable String requestId) throws SQLException {
        var id = UUID.randomUUID().toString();
        execute("INSERT INTO transcripts (id, request_id, status, month) VALUES ('%s', %s, 'pending', date_trunc('month', now()))"
                .formatted(id, requestId == null ? "NULL" : "'" + requestId + "'"));
        return id;
    }
}
