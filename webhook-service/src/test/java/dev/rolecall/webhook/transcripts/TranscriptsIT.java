package dev.rolecall.webhook.transcripts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;

import java.util.UUID;
import java.util.stream.IntStream;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class TranscriptsIT {

    @Test
    void listsPageByPageNewestFirst() {
        var tag = UUID.randomUUID().toString();
        var ids = IntStream.range(0, 5).mapToObj(_ -> store(tag)).toList();

        var page = given().get("/transcripts?limit=3&tag=" + tag)
                .then()
                .statusCode(200)
                .body("next", notNullValue())
                .extract();
        var rest = given().get("/transcripts?limit=3&tag=" + tag + "&before=" + page.path("next")).then().extract();

        assertThat(page.<java.util.List<String>>path("transcripts.id"))
                .containsExactlyElementsOf(ids.reversed().subList(0, 3));
        assertThat(rest.<java.util.List<String>>path("transcripts.id"))
                .containsExactlyElementsOf(ids.reversed().subList(3, 5));
        assertThat(rest.<String>path("next")).isNull();
    }

    @Test
    void filtersByStatus() {
        store("x");

        given().get("/transcripts?status=completed&processingStatus=pending")
                .then()
                .body("transcripts.status", everyItem(equalTo("completed")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/transcripts?status=done", "/transcripts?limit=0", "/transcripts?colour=red"})
    void explainsABadQuery(String path) {
        given().get(path).then().statusCode(400).contentType("application/problem+json").body("detail", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/transcripts/01a209c1-ca1f-7d17-845f-c622db1dab66", "/transcripts/7",
            "/transcripts/01a209c1-ca1f-7d17-845f-c622db1dab66/raw", "/transcripts/7/processed", "/set-aside/zz/raw",
            "/set-aside/00/raw", "/nothing"})
    void saysThatThereIsNoSuchThing(String path) {
        given().get(path).then().statusCode(404).contentType("application/problem+json").body("status", equalTo(404));
    }

    @Test
    void describesItself() {
        given().get("/q/openapi").then().statusCode(200).body(containsString("/callback"),
                containsString("/processed"));
        given().get("/q/health/ready").then().statusCode(200);
    }

    private static String store(String tag) {
        return given().auth()
                .preemptive()
                .basic("deepgram", "secret")
                .body("{\"metadata\":{\"request_id\":\"%s\",\"tags\":[\"%s\"]},\"results\":{}}".formatted(
                        UUID.randomUUID(),
                        tag))
                .post("/callback")
                .then()
                .statusCode(200)
                .extract()
                .path("transcriptId");
    }
}
