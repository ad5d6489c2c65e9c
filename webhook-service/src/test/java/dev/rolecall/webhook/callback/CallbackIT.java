package dev.rolecall.webhook.callback;

import static dev.rolecall.webhook.TestCallbacks.authorized;
import static dev.rolecall.webhook.TestCallbacks.connect;
import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.management;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.sample;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.statusLine;
import static dev.rolecall.webhook.TestCallbacks.success;
import static dev.rolecall.webhook.TestCallbacks.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class CallbackIT {

    @Test
    void storesACallbackOnceAndReadsItBackByteForByte() throws Exception {
        var body = sample("support-call");

        var id = send(body).statusCode(200).body("outcome", equalTo("stored")).extract().<String>path("transcriptId");

        operator().get("/transcripts/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("completed"))
                .body("processingStatus", equalTo("pending"))
                .body("speakers", equalTo(2))
                .body("tags", hasItem("support"))
                .body("extra.ticket", equalTo("NW-20817"));
        assertThat(operator().get("/transcripts/" + id + "/raw").asByteArray()).isEqualTo(body.getBytes(UTF_8));
        operator().get("/transcripts/" + id + "/processed").then().statusCode(404).body("detail",
                containsString("pending"));
    }

    @Test
    void storesOneOfManyDuplicatesInParallel() throws Exception {
        var body = sample("interview");

        var answers = IntStream.range(0, 20)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> send(body).extract()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(answers).filteredOn(answer -> answer.path("outcome").equals("stored")).hasSize(1);
        assertThat(answers).extracting(answer -> answer.<String>path("transcriptId")).containsOnly(
                answers.getFirst().<String>path("transcriptId"));
        var requestId = operator().get("/transcripts/" + answers.getFirst().path("transcriptId")).path("requestId");
        assertThat(count("SELECT count(*) FROM transcripts WHERE request_id = '" + requestId + "'")).isEqualTo(1);
    }

    @Test
    void publishesTheEventAndEmptiesTheOutbox() throws Exception {
        var id = send(sample("two-channel-call")).extract().<String>path("transcriptId");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> count("SELECT count(*) FROM outbox WHERE key = '" + id + "'") == 0);
    }

    @Test
    void takesPutAndAnyContentTypeAndNoContentLength() throws Exception {
        authorized().contentType(ContentType.TEXT).body(sample("undiarized")).put("/callback").then().statusCode(200);

        try (var socket = connect()) {
            var body = sample("silent");
            write(socket, """
                    POST /callback HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Basic ZGVlcGdyYW06c2VjcmV0\r
                    Transfer-Encoding: chunked\r
                    \r
                    %x\r
                    %s\r
                    0\r
                    \r
                    """.formatted(body.getBytes(UTF_8).length, body));
            assertThat(statusLine(socket)).contains("200");
        }
    }

    @Test
    void storesDeepgramsFailureAndLetsASuccessTakeItsPlace() throws Exception {
        var requestId = UUID.randomUUID().toString();
        var id = send(
                "{\"err_code\":\"SLOW_UPLOAD\",\"err_msg\":\"timeout\",\"request_id\":\"%s\"}".formatted(requestId))
                .statusCode(200)
                .body("outcome", equalTo("failed"))
                .extract()
                .<String>path("transcriptId");
        operator().get("/transcripts/" + id)
                .then()
                .body("status", equalTo("failed"))
                .body("errorCode", equalTo("SLOW_UPLOAD"))
                .body("processingStatus", equalTo("pending"));

        var success = success(requestId, "hello");
        send(success).statusCode(200).body("outcome", equalTo("stored")).body("transcriptId", equalTo(id));

        operator().get("/transcripts/" + id).then().body("status", equalTo("completed")).body("job", equalTo(2));
        assertThat(operator().get("/transcripts/" + id + "/raw").asString()).isEqualTo(success);
        send("{\"err_code\":\"LATE\",\"err_msg\":\"x\",\"request_id\":\"%s\"}".formatted(requestId))
                .body("outcome", equalTo("ignored"));
        operator().get("/transcripts/" + id).then().body("status", equalTo("completed"));
    }

    @Test
    void setsADifferentSuccessAside() {
        var requestId = UUID.randomUUID().toString();
        var first = send(success(requestId, "first")).extract().<String>path("transcriptId");

        var sha256 = send(success(requestId, "second")).statusCode(200)
                .body("outcome", equalTo("quarantined"))
                .body("reason", equalTo("another-body"))
                .extract()
                .<String>path("sha256");

        assertThat(operator().get("/transcripts/" + first + "/raw").asString()).contains("first");
        assertThat(operator().get("/quarantine/" + sha256 + "/raw").asString()).contains("second");
    }

    @Test
    void setsAsideWhatFitsNoTranscript() {
        var text = "UUID parsing failed: " + UUID.randomUUID();

        var sha256 = send(text).statusCode(200)
                .body("outcome", equalTo("quarantined"))
                .body("reason", equalTo("not-json"))
                .extract()
                .<String>path("sha256");
        send("{\"metadata\":{},\"results\":{}}").statusCode(200).body("reason", equalTo("no-request-id"));

        assertThat(operator().get("/quarantine/" + sha256 + "/raw").asString()).isEqualTo(text);
        operator().get("/quarantine").then().statusCode(200).body("sha256", hasItem(sha256));
        management().get("/q/metrics").then()
                .body(containsString("rolecall_callbacks_seconds_count{outcome=\"quarantined\""));
    }

    @Test
    void refusesMissingAndWrongCredentialsAndStoresNothing() {
        var requestId = UUID.randomUUID().toString();

        operator().body(success(requestId, "x")).post("/callback").then().statusCode(401);
        operator().auth()
                .preemptive()
                .basic("deepgram", "wrong")
                .body(success(requestId, "x"))
                .post("/callback")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Basic"))
                .contentType("application/problem+json");

        operator().get("/transcripts?requestId=" + requestId).then().body("transcripts.size()", equalTo(0));
    }

    @Test
    void refusesABodyOverTheLimit() {
        var body = "{\"a\":\"%s\"}".formatted("x".repeat(1024 * 1024));

        send(body).statusCode(413).contentType("application/problem+json");

        management().get("/q/metrics").then()
                .body(containsString("rolecall_callbacks_seconds_count{outcome=\"too-large\""));
    }

    @Test
    void answersBrokenFramingWith400AndStoresNothing() throws Exception {
        var before = count("SELECT count(*) FROM quarantine") + count("SELECT count(*) FROM transcripts");
        try (var socket = connect()) {
            write(socket, """
                    POST /callback HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Basic ZGVlcGdyYW06c2VjcmV0\r
                    Transfer-Encoding: chunked\r
                    \r
                    5\r
                    {"met\r
                    this is no chunk size\r
                    """);
            assertThat(statusLine(socket)).contains("400");
        }

        assertThat(count("SELECT count(*) FROM quarantine") + count("SELECT count(*) FROM transcripts"))
                .isEqualTo(before);
    }

    @Test
    void storesNothingOfAConnectionThatEndsEarly() throws Exception {
        try (var socket = connect()) {
            write(socket, """
                    POST /callback HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Basic ZGVlcGdyYW06c2VjcmV0\r
                    Content-Length: 1000\r
                    \r
                    {"metadata":{"request_id":"cut-off"},"results":{}}""");
        }

        await().atMost(Duration.ofSeconds(10))
                .until(() -> management().get("/q/metrics").asString().contains("outcome=\"cut-off\""));
        operator().get("/transcripts?requestId=cut-off").then().body("transcripts.size()", equalTo(0));
    }

    @Test
    void tellsACallerThatAsksFirstToSend() throws Exception {
        try (var socket = connect()) {
            write(socket, """
                    POST /callback HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Basic ZGVlcGdyYW06c2VjcmV0\r
                    Expect: 100-continue\r
                    Content-Length: 2\r
                    \r
                    """);
            assertThat(statusLine(socket)).contains("100");
        }
        try (var socket = connect()) {
            write(socket, """
                    POST /callback HTTP/1.1\r
                    Host: localhost\r
                    Expect: 100-continue\r
                    Content-Length: 2\r
                    \r
                    """);
            assertThat(statusLine(socket)).contains("401");
        }
    }

    @Test
    void storesABodyWhoseMetadataPostgresWouldRefuse() {
        var requestId = UUID.randomUUID().toString();

        send("{\"metadata\":{\"request_id\":\"%s\",\"extra\":{\"k\":\"a\\u0000b\",\"s\":\"\\ud800\"}},\"results\":{}}"
                .formatted(requestId)).statusCode(200).body("outcome", equalTo("stored"));
    }
}
