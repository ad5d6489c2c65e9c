package dev.rolecall.webhook.ingestion;

import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.management;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.util.UUID;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/// A mistake of our own: here, a right that the statement needs was forgotten.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class InternalErrorIT {
    @Test
    void keepsTheBodyUntilTheMistakeIsCorrected() throws SQLException {
        var requestId = UUID.randomUUID().toString();
        var body = success(requestId, "hello");
        execute("REVOKE INSERT ON raw_transcripts FROM rolecall_webhook");
        try {
            send(body).statusCode(200).body("outcome", equalTo("quarantined")).body("reason",
                    equalTo("internal-error"));
        } finally {
            execute("GRANT INSERT ON raw_transcripts TO rolecall_webhook");
        }
        assertThat(management().get("/q/metrics").asString())
                .contains("rolecall_callbacks_seconds_count{outcome=\"internal-error\"} 1.0");

        operator().post("/quarantine/reprocess?reason=internal-error").then().statusCode(200).body("stored",
                equalTo(1));

        var transcript = operator().get("/transcripts?requestId=" + requestId).then().extract()
                .<String>path("transcripts[0].id");
        assertThat(operator().get("/transcripts/" + transcript + "/raw").asString()).isEqualTo(body);
        operator().post("/quarantine/reprocess?reason=internal-error").then().body("stored", equalTo(0));
    }

    @Test
    void namesTheBodiesThatStay() {
        send("{\"nothing\":\"" + UUID.randomUUID() + "\"}").body("reason", equalTo("no-results"));

        operator().post("/quarantine/reprocess?reason=no-results")
                .then()
                .statusCode(200)
                .body("left.values()",
                        org.hamcrest.Matchers.hasItem(containsString("neither a transcript nor an error")));
        operator().post("/quarantine/reprocess").then().statusCode(400).body("detail", containsString("reason"));
    }
}
