package dev.rolecall.webhook.quarantine;

import static io.restassured.RestAssured.given;
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
        given().redirects().follow(false).get("/set-aside").then().statusCode(308).header("Location",
                endsWith("/quarantine"));
        given().redirects()
                .follow(false)
                .get("/set-aside/00ff/raw")
                .then()
                .statusCode(308)
                .header("Location", endsWith("/quarantine/00ff/raw"));
        given().redirects()
                .follow(false)
                .post("/set-aside/00ff/take-in?transcriptId=7")
                .then()
                .statusCode(308)
                .header("Location", endsWith("/quarantine/00ff/reprocess?transcriptId=7"));
    }

    @Test
    void leadsAnOldClientToTheAnswer() {
        given().get("/set-aside").then().statusCode(200);
        given().get("/set-aside/00/raw").then().statusCode(404).contentType("application/problem+json");
    }
}
