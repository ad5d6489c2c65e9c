package dev.rolecall.webhook.operations;

import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static io.restassured.http.ContentType.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipInputStream;

import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ExportIT {
    private final String requestId = "request-" + UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(strings = {"{\"transcriptId\":\"%s\"}", "{\"requestId\":\"%s\"}", "{\"tag\":\"%s\"}",
            "{\"extra\":{\"patient\":\"%s\"}}"})
    void handsOutAllThatIsHeld(String by) throws IOException, SQLException {
        var id = send(body("hello")).statusCode(200).body("outcome", is("stored")).extract().path("transcriptId")
                .toString();
        send(body("another")).statusCode(200).body("outcome", is("quarantined"));
        execute("""
                INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, result)
                SELECT gen_random_uuid(), id, 1, month, true, '{"turns":["labelled words"]}' FROM transcripts WHERE id = '%s'"""
                .formatted(id));
        execute("""
                INSERT INTO dead_letters (topic_id, partition, record_offset, transcript_id, job, code, reason, failed_at)
                VALUES (gen_random_uuid(), 0, 0, '%s', 1, 'model-refused', 'a provider''s words', now())"""
                .formatted(id));

        var files = export(by.formatted(by.contains("transcriptId") ? id : requestId));

        assertThat(files.keySet()).hasSize(3).contains(id + "/transcript.json", id + "/body-1.json")
                .anyMatch(name -> name.startsWith(id + "/quarantine/"));
        assertThat(files.get(id + "/transcript.json")).contains(requestId, "labelled words", "a provider's words");
        assertThat(files.get(id + "/body-1.json")).isEqualTo(body("hello"));
        assertThat(String.join("", files.values())).contains("another");
        operator().get("/audit?act=exported").then().body("target", hasItem(containsString(": 1")));
    }

    @Test
    void handsOutWhatIsInQuarantineAlone() throws IOException {
        send("{\"metadata\":{\"request_id\":\"%s\"},\"results\":7}".formatted(requestId)).statusCode(200)
                .body("outcome", is("quarantined"));
        assertThat(export("{\"requestId\":\"%s\"}".formatted(requestId)).values()).singleElement().asString()
                .contains(requestId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"tag\":\"a\",\"requestId\":\"b\"}", "{\"extra\":{}}"})
    void refusesWhatDoesNotSayOfWhat(String query) {
        post(query).statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"transcriptId\":\"00000000-0000-0000-0000-000000000000\"}", "{\"requestId\":\"none\"}",
            "{\"tag\":\"none\"}", "{\"extra\":{\"a\":\"none\"}}"})
    void hasNothingOfOthers(String query) {
        post(query).statusCode(404).body("detail",
                containsString("Nothing is held"));
    }

    private static ValidatableResponse post(String body) {
        return operator().contentType(JSON).body(body).post("/operations/export").then();
    }

    private static Map<String, String> export(String query) throws IOException {
        var bytes = post(query).statusCode(200).contentType("application/zip")
                .extract()
                .asByteArray();
        var files = new HashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return files;
    }

    private String body(String said) {
        return """
                {"metadata":{"request_id":"%1$s","tags":["%1$s"],"extra":{"patient":"%1$s"}},
                 "results":{"channels":[{"alternatives":[{"words":[{"word":"%2$s"}]}]}]}}""".formatted(requestId, said);
    }
}
