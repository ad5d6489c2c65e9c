package dev.rolecall.webhook.door;

import static dev.rolecall.webhook.TestCallbacks.connect;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.management;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.sample;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.sendTo;
import static dev.rolecall.webhook.TestCallbacks.statusLine;
import static dev.rolecall.webhook.TestCallbacks.success;
import static dev.rolecall.webhook.TestCallbacks.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;

import dev.rolecall.localstack.Database;
import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A pod that faces the internet, with its own database role.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(CallbacksOnlyIT.FacesTheInternet.class)
class CallbacksOnlyIT {

    public static class FacesTheInternet implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rolecall.serve", "callbacks", "test.webhook.role", Database.CALLBACKS);
        }
    }

    @Test
    void storesWhateverDeepgramSends() throws Exception {
        var id = UUID.randomUUID().toString();

        send(success(id, "one")).statusCode(200).body("outcome", equalTo("stored"));
        send(success(id, "one")).statusCode(200).body("outcome", equalTo("duplicate"));
        send(success(id, "another")).statusCode(200).body("reason", equalTo("another-body"));
        send("not JSON").statusCode(200).body("outcome", equalTo("quarantined"));
        sendTo("/callback/" + UUID.randomUUID(), sample("interview")).statusCode(200);
        var failed = UUID.randomUUID().toString();
        send("{\"request_id\":\"%s\",\"err_code\":\"x\",\"err_msg\":\"y\"}".formatted(failed)).statusCode(200)
                .body("outcome", equalTo("failed"));
        send(success(failed, "after all")).statusCode(200).body("outcome", equalTo("stored"));
        management().get("/q/health/ready").then().statusCode(200);
        execute("DELETE FROM quarantine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/transcripts", "/transcripts/x/raw", "/quarantine", "/keys", "/audit", "/openapi",
            "/set-aside", "/q/health", "/q/metrics", "/q/openapi", "/callbacks", "/callbackx"})
    void hasNoOtherRoute(String path) {
        operator().get(path).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/transcripts;x=%2f..%2fcallback", "/callback/..;/transcripts", "//transcripts",
            "http://localhost/transcripts", "/callback/%2e%2e/transcripts"})
    void refusesOddPaths(String target) throws IOException {
        try (var socket = connect()) {
            write(socket, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(statusLine(socket)).contains(" 400 ");
        }
    }

    @Test
    void refusesTwoLengths() throws IOException {
        try (var socket = connect()) {
            write(socket, """
                    POST /callback HTTP/1.1\r
                    Host: localhost\r
                    Content-Length: 5\r
                    Transfer-Encoding: chunked\r
                    \r
                    0\r
                    \r
                    GET /transcripts HTTP/1.1\r
                    Host: localhost\r
                    \r
                    """);
            assertThat(statusLine(socket)).contains(" 400 ");
        }
    }
}
