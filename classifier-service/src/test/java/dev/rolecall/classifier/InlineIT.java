package dev.rolecall.classifier;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import dev.rolecall.contract.Topics;
import dev.rolecall.fakellm.Behaviour;
import dev.rolecall.fakellm.Mode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Jobs that are asked for over HTTP, as webhook-service does.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class InlineIT {
    private final TestTranscripts transcripts = new TestTranscripts();
    private final TestRecords records = new TestRecords();

    @BeforeEach
    void answerPromptly() {
        RealServers.fakeLlm.behave(Behaviour.PROMPT);
    }

    @Test
    void labelsATranscriptAtOnce() throws Exception {
        var id = transcripts.storeSample("support-call");

        ask(id).statusCode(200).body(Matchers.equalTo("labelled"));

        assertThat(transcripts.row(id)).containsEntry("processing_status", "completed").containsEntry("results", 1L);
        ask(id).statusCode(503);
        assertThat(calls(id)).isEqualTo(1);
    }

    @Test
    void spendsNoAttemptOnWhatTheQueueCanTryAgain() throws Exception {
        var id = transcripts.storeSample("support-call");
        RealServers.fakeLlm.behave(Behaviour.of(Mode.GARBAGE));

        ask(id).statusCode(503);

        assertThat(transcripts.row(id)).containsEntry("processing_status", "pending").containsEntry("attempts", 0);
        assertThat(records.in(Topics.RETRY_5S, id.toString())).isEmpty();
    }

    @Test
    void isTheLastWordWhereAnAttemptIsFinal() throws Exception {
        var id = transcripts.storeSample("support-call");
        RealServers.fakeLlm.behave(Behaviour.of(Mode.REFUSING));

        ask(id).statusCode(200).body(Matchers.equalTo("dead-letter"));

        assertThat(transcripts.row(id)).containsEntry("processing_status", "failed");
        await().until(() -> records.in(Topics.DEAD_LETTER, id.toString()).size() == 1);
    }

    @Test
    void declinesAtOnceWhileThePodIsPaused() throws Exception {
        RealServers.fakeLlm.behave(Behaviour.of(Mode.WRONG_KEY));
        ask(transcripts.storeSample("support-call")).statusCode(503);
        var id = transcripts.storeSample("support-call");

        ask(id).statusCode(503);

        assertThat(calls(id)).isZero();
        assertThat(transcripts.row(id)).containsEntry("processing_status", "pending").containsEntry("claim", 0L);
        RealServers.fakeLlm.behave(Behaviour.PROMPT);
        records.produce(Topics.READY, id.toString(), event(id));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> transcripts.row(id).get("processing_status").equals("completed"));
    }

    /// webhook-service gives up at its deadline, or is killed.
    @Test
    void goesOnWhenTheCallerIsGone() throws Exception {
        RealServers.fakeLlm.behave(Behaviour.slow(Duration.ofSeconds(1)));
        var id = transcripts.storeSample("support-call");
        try (var socket = new Socket("localhost",
                ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class))) {
            var body = event(id);
            socket.getOutputStream()
                    .write("""
                            POST /classifications?waitMillis=8000 HTTP/1.1\r
                            Host: localhost\r
                            Authorization: Bearer of both services\r
                            Content-Type: application/json\r
                            Content-Length: %d\r
                            \r
                            %s""".formatted(body.length(), body).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            await().until(() -> calls(id) == 1);
        }

        await().atMost(Duration.ofSeconds(5))
                .until(() -> transcripts.row(id).get("processing_status").equals("completed"));
        assertThat(calls(id)).isEqualTo(1);
    }

    @Test
    void refusesWhoDoesNotHaveTheSecret() throws SQLException, IOException {
        var id = transcripts.storeSample("support-call");

        given().body(event(id)).contentType("application/json").post("/classifications").then().statusCode(401);
        given().header("Authorization", "Bearer wrong")
                .body(event(id))
                .contentType("application/json")
                .post("/classifications")
                .then()
                .statusCode(401);

        assertThat(transcripts.row(id)).containsEntry("claim", 0L);
    }

    private static ValidatableResponse ask(UUID id) {
        return given().header("Authorization", "Bearer of both services")
                .contentType("application/json")
                .body(event(id))
                .post("/classifications?waitMillis=8000")
                .then();
    }

    private static String event(UUID id) {
        return "{\"schemaVersion\":1,\"transcriptId\":\"%s\",\"job\":1,\"attempt\":1,\"bodySize\":1}".formatted(id);
    }

    private static int calls(UUID id) {
        return RealServers.fakeLlm.calls().getJsonObject("byClientRequestId").getInteger(id + "-1", 0);
    }
}
