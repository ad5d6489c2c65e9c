package dev.rolecall.webhook.callback;

import static dev.rolecall.webhook.TestCallbacks.AUTHORIZATION;
import static dev.rolecall.webhook.TestCallbacks.authorized;
import static dev.rolecall.webhook.TestCallbacks.begin;
import static dev.rolecall.webhook.TestCallbacks.connect;
import static dev.rolecall.webhook.TestCallbacks.management;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.statusLine;
import static dev.rolecall.webhook.TestCallbacks.success;
import static dev.rolecall.webhook.TestCallbacks.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may come in, and what is kept from coming in. The service under test takes 1 MB at most, has room for two
/// bodies over 256 KB, and waits two seconds for a body.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ReceiveBodyIT {

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain; charset=utf-16", "application/x-www-form-urlencoded",
            "multipart/form-data", "garbage", "a/b; c", ""})
    void takesAnyContentType(String contentType) throws IOException {
        var body = success(UUID.randomUUID().toString(), "hello");
        try (var socket = connect()) {
            write(socket, """
                    POST /callback HTTP/1.1\r
                    Host: localhost\r
                    %s\r
                    Content-Type: %s\r
                    Content-Length: %d\r
                    \r
                    %s""".formatted(AUTHORIZATION, contentType, body.length(), body));

            assertThat(statusLine(socket)).contains("200");
        }
    }

    @Test
    void takesAGzippedBodyForWhatItUnzipsTo() throws IOException {
        var body = success(UUID.randomUUID().toString(), "hello");

        var id = sendBytes(gzip(body.getBytes(UTF_8))).statusCode(200)
                .body("outcome", equalTo("stored"))
                .extract()
                .<String>path("transcriptId");

        assertThat(operator().get("/transcripts/" + id + "/raw").asString()).isEqualTo(body);
        send(body).body("outcome", equalTo("duplicate"));
    }

    @Test
    void keepsADamagedGzipAsItCame() throws IOException {
        var whole = gzip(success(UUID.randomUUID().toString(), "hello").getBytes(UTF_8));
        var damaged = Arrays.copyOf(whole, whole.length - 10);

        var sha256 = sendBytes(damaged).statusCode(200)
                .body("reason", equalTo("not-json"))
                .extract()
                .<String>path("sha256");

        assertThat(operator().get("/quarantine/" + sha256 + "/raw").asByteArray()).isEqualTo(damaged);
    }

    @Test
    void stopsADecompressionBombAtTheLimit() throws IOException {
        var bomb = gzip(new byte[200 * 1024 * 1024]);
        assertThat(bomb).hasSizeLessThan(256 * 1024);

        sendBytes(bomb).statusCode(413);
    }

    @Test
    void tellsASlowSenderToComeAgain() throws IOException {
        try (var socket = connect()) {
            begin(socket, 1000);
            write(socket, "{");

            assertThat(statusLine(socket)).contains("408");
        }
        management().get("/q/metrics").then().body(containsString("outcome=\"too-slow\""));
    }

    @Test
    void letsALargeBodyWaitUnreadAndSmallOnesPass() throws IOException {
        try (var first = connect(); var second = connect(); var third = connect()) {
            for (var socket : new java.net.Socket[]{first, second}) {
                begin(socket, 400_000);
                write(socket, "x".repeat(300_000));
            }
            // otherwise the third, on another event loop, may be read before the second
            awaitLargeBodies(2);
            begin(third, 400_000);
            write(third, "z".repeat(400_000));
            awaitLargeBodies(3);
            send(success(UUID.randomUUID().toString(), "small")).statusCode(200);
            assertThat(third.getInputStream().available()).isZero();

            write(first, "y".repeat(100_000));

            assertThat(statusLine(first)).contains("200");
            assertThat(statusLine(third)).contains("200");
        }
        awaitLargeBodies(0);
    }

    @Test
    void givesUpTheRoomOfALargeBodyThatIsCutOff() throws IOException {
        for (var i = 0; i < 3; i++) {
            try (var socket = connect()) {
                write(socket, """
                        POST /callback HTTP/1.1\r
                        Host: localhost\r
                        %s\r
                        Transfer-Encoding: chunked\r
                        \r
                        %x\r
                        %s\r
                        this is no chunk size\r
                        """.formatted(AUTHORIZATION, 300_000, "x".repeat(300_000)));

                assertThat(statusLine(socket)).contains("400");
            }
        }
        awaitLargeBodies(0);
    }

    @Test
    void refusesWithoutReadingWhatAnnouncesTooMuch() throws IOException {
        try (var socket = connect()) {
            begin(socket, 10_000_000_000L);

            assertThat(statusLine(socket)).contains("413");
        }
    }

    @Test
    void showsABodyWithoutItsSecret() {
        var body = """
                {"metadata":{"request_id":"%s","extra":{"callback_secret":"hunter2","ticket":"7"}},"results":{}}"""
                .formatted(UUID.randomUUID());

        var id = send(body).extract().<String>path("transcriptId");

        assertThat(operator().get("/transcripts/" + id + "/raw").asString())
                .isEqualTo(body.replace("hunter2", "*******"));
        operator().get("/transcripts/" + id).then().body(containsString("ticket")).body(not(containsString("secret")));
    }

    @Test
    void doesNotTakeDeepgramsTokenForAProof() {
        operator().header("dg-token", "anything")
                .body("{}")
                .post("/callback")
                .then()
                .statusCode(401)
                .body("detail", containsString("dg-token"));
    }

    private static void awaitLargeBodies(int count) {
        org.awaitility.Awaitility.await()
                .until(() -> management().get("/q/metrics").asString()
                        .contains("rolecall_callback_large_bodies %d.0".formatted(count)));
    }

    private static ValidatableResponse sendBytes(byte[] body) {
        return authorized().contentType("application/octet-stream").body(body).post("/callback").then();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }
}
