package dev.rolecall.webhook.callback;

import static dev.rolecall.webhook.TestCallbacks.authorized;
import static dev.rolecall.webhook.TestCallbacks.begin;
import static dev.rolecall.webhook.TestCallbacks.connect;
import static dev.rolecall.webhook.TestCallbacks.management;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.statusLine;
import static dev.rolecall.webhook.TestCallbacks.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Large bodies wait for room that slow senders hold: a standing queue. The service under test has room for one body of
/// this size, and waits two seconds for it.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class RefuseOverloadIT {
    private static final int SIZE = 700_000;
    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (var socket : slow) {
            socket.close();
        }
    }

    @Test
    void refusesWhatWouldWaitAndNothingElse() throws IOException {
        for (var i = 0; i < 4; i++) {
            beginSlowly();
        }
        await().atMost(Duration.ofSeconds(6)).until(() -> isAnsweredAtOnce(beginSlowly()));

        large().then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("detail", containsString("More callbacks are being received than can be stored"));
        operator().body("x".repeat(SIZE)).post("/callback").then().statusCode(401);
        send(success(UUID.randomUUID().toString(), "hello")).statusCode(200);
        operator().get("/transcripts").then().statusCode(200);
        assertThat(management().get("/q/metrics").asString())
                .contains("rolecall_callbacks_seconds_count{outcome=\"overloaded\"}");

        close();
        await().atMost(Duration.ofSeconds(10)).until(() -> large().statusCode() == 200);
    }

    private Socket beginSlowly() throws IOException {
        var socket = connect();
        slow.add(socket);
        begin(socket, SIZE);
        return socket;
    }

    private static boolean isAnsweredAtOnce(Socket socket) throws IOException {
        socket.setSoTimeout(200);
        try {
            return statusLine(socket).contains("503");
        } catch (SocketTimeoutException waiting) {
            return false;
        }
    }

    private static Response large() {
        return authorized().body(success(UUID.randomUUID().toString(), "x".repeat(SIZE))).post("/callback");
    }
}
