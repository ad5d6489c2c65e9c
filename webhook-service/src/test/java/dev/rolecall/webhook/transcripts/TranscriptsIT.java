package dev.rolecall.webhook.transcripts;

import static dev.rolecall.webhook.TestCallbacks.management;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.sample;
import static dev.rolecall.webhook.TestCallbacks.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import java.io.IOException;
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

        var page = operator().get("/transcripts?limit=3&tag=" + tag)
                .then()
                .statusCode(200)
                .body("next", notNullValue())
                .extract();
        var rest = operator().get("/transcripts?limit=3&tag=" + tag + "&before=" + page.path("next")).then().extract();

        assertThat(page.<java.util.List<String>>path("transcripts.id"))
                .containsExactlyElementsOf(ids.reversed().subList(0, 3));
        assertThat(rest.<java.util.List<String>>path("transcripts.id"))
                .containsExactlyElementsOf(ids.reversed().subList(3, 5));
        assertThat(rest.<String>path("next")).isNull();
    }

    @Test
    void showsEveryColumnThatIsKnown() throws IOException {
        var requestId = UUID.randomUUID().toString();
        send(sample("support-call").replaceFirst("(\"request_id\": *\")[^\"]*", "$1" + requestId)).statusCode(200);

        operator().get("/transcripts?requestId=" + requestId)
                .then()
                .statusCode(200)
                .body("transcripts.size()", equalTo(1))
                .rootPath("transcripts[0]")
                .body("requestId", equalTo(requestId))
                .body("status", equalTo("completed"))
                .body("processingStatus", equalTo("pending"))
                .body("job", equalTo(1))
                .body("attempts", equalTo(0))
                .body("durationSeconds", greaterThan(40f))
                .body("channels", equalTo(1))
                .body("speakers", equalTo(2))
                .body("language", equalTo("en"))
                .body("model", equalTo("general-nova-3"))
                .body("tags", contains("support", "broadband"))
                .body("extra", hasEntry("ticket", "NW-20817"))
                .body("createdAt", notNullValue())
                .body("updatedAt", notNullValue())
                .body("containsKey('month')", equalTo(false))
                .body("containsKey('resultId')", equalTo(false));
    }

    @Test
    void filtersByStatus() {
        store("x");

        operator().get("/transcripts?status=completed&processingStatus=pending")
                .then()
                .body("transcripts.status", everyItem(equalTo("completed")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/transcripts?status=done", "/transcripts?limit=0", "/transcripts?colour=red"})
    void explainsABadQuery(String path) {
        operator().get(path).then().statusCode(400).contentType("application/problem+json").body("detail",
                notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/transcripts/01a209c1-ca1f-7d17-845f-c622db1dab66", "/transcripts/7",
            "/transcripts/01a209c1-ca1f-7d17-845f-c622db1dab66/raw", "/transcripts/7/processed", "/quarantine/zz/raw",
            "/quarantine/00/raw", "/nothing"})
    void saysThatThereIsNoSuchThing(String path) {
        operator().get(path).then().statusCode(404).contentType("application/problem+json").body("status",
                equalTo(404));
    }

    @Test
    void describesItself() {
        operator().get("/openapi").then().statusCode(200).body(containsString("/callback"),
                containsString("/processed"));
        management().get("/q/health/ready").then().statusCode(200);
    }

    private static String store(String tag) {
        return operator().auth()
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

    @Test
    void measuresNoPathThatAStrangerMakesUp() {
        var made = "made-up-" + UUID.randomUUID();

        operator().accept("text/html").get("/transcripts/" + made).then().statusCode(406);
        operator().get("/" + made).then().statusCode(404);
        operator().get("/transcripts").then().statusCode(200);

        management().get("/q/metrics").then().body(containsString("uri=\"/transcripts\""))
                .body(not(containsString(made)));
    }
}
