package dev.rolecall.webhook.quarantine;

import static dev.rolecall.webhook.TestCallbacks.operator;
import static org.hamcrest.Matchers.endsWith;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/// Clients of version 0.1 are redirected, with method and query.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class OldPathsIT {

    @Test
    void redirectsEveryOldPath() {
        operator().redirects().follow(false).get("/set-aside").then().statusCode(308).header("Location",
                endsWith("/quarantine"));
        operator().redirects()
                .follow(false)
                .get("/set-aside/00ff/raw")
                .then()
                .statusCode(308)
                .header("Location", endsWith("/quarantine/00ff/raw"));
        operator().redirects()
                .follow(false)
                .post("/set-aside/00ff/take-in?transcriptId=7")
                .then()
                .statusCode(308)
                .header("Location", endsWith("/quarantine/00ff/reprocess?transcriptId=7"));
    }

    @Test
    void leadsAnOldClientToTheAnswer() {
        operator().get("/set-aside").then().statusCode(200);
        operator().get("/set-aside/00/raw").then().statusCode(404).contentType("application/problem+json");
    }
}
