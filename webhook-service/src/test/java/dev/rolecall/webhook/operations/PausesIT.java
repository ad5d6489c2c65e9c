package dev.rolecall.webhook.operations;

import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;

import java.sql.SQLException;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class PausesIT {

    @Test
    void pausesAndResumes() throws SQLException {
        execute("""
                INSERT INTO pods (name, service, version, started_at, seen_at, state)
                VALUES ('a', 'classifier-service', '1', now(), now(), '{}')""");
        operator().post("/operations/pause?reason=the LLM moves").then().statusCode(200)
                .body("pod", contains(""))
                .body("topic", contains(""))
                .body("reason", contains("the LLM moves"))
                .body("pausedBy", contains("tests"));
        operator().post("/operations/pause?topic=transcript-ready&pod=a&reason=one").then().statusCode(200);
        operator().post("/operations/pause?topic=transcript-ready&pod=a&reason=two").then().statusCode(200)
                .body("pod", contains("", "a"))
                .body("reason", contains("the LLM moves", "two"));
        operator().post("/operations/resume?pod=b").then().statusCode(200).body("pod", contains("", "a"));
        operator().post("/operations/resume?pod=a").then().statusCode(200).body("pod", contains(""));
        operator().post("/operations/resume").then().statusCode(200).body("$", empty());
        operator().get("/operations/pauses").then().statusCode(200).body("$", empty());
        operator().get("/audit?act=consumption-paused").then()
                .body("target", hasItem("all topics in all pods"))
                .body("target", hasItem("transcript-ready in a"));
        operator().get("/audit?act=consumption-resumed").then().body("target", hasItem("all topics in a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resume?pdo=a", "pause?reason=x&tpoic=transcript-ready", "resume?pod=a&pod=b",
            "pause?reason=x&pod=another"})
    void pausesAndResumesNothingElseThanWasMeant(String act) {
        operator().post("/operations/" + act).then().statusCode(400);
        operator().get("/operations/pauses").then().body("$", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause?reason=x&topic=transcript-reddy", "pause", "pause?reason= ", "resume?topic=x"})
    void refusesWhatItDoesNotKnow(String act) {
        operator().post("/operations/" + act).then().statusCode(400)
                .body("detail", containsString(act.contains("topic") ? "transcript-ready.retry-10m" : "reason"));
    }
}
