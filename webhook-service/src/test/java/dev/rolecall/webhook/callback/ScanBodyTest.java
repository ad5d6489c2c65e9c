package dev.rolecall.webhook.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import dev.rolecall.webhook.callback.Contents.Failure;
import dev.rolecall.webhook.callback.Contents.Reason;
import dev.rolecall.webhook.callback.Contents.Transcription;
import dev.rolecall.webhook.callback.Contents.Unusable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanBodyTest {

    @Test
    void takesOutWhatListsAndFiltersNeed() throws IOException {
        var contents = scan(sample("support-call"));

        assertThat(contents).isInstanceOfSatisfying(Transcription.class, it -> {
            assertThat(it.channels()).isEqualTo(1);
            assertThat(it.speakers()).isEqualTo(2);
            assertThat(it.durationSeconds()).isGreaterThan(40);
            assertThat(it.language()).isEqualTo("en");
            assertThat(it.model()).isEqualTo("general-nova-3");
            assertThat(it.tags()).containsExactly("support", "broadband");
            assertThat(it.extra()).containsEntry("ticket", "NW-20817");
        });
    }

    @Test
    void countsSpeakersOfEveryChannelApart() {
        var contents = scan("""
                {"metadata":{"request_id":"r"},"results":{"channels":[
                  {"alternatives":[{"words":[{"speaker":0},{"speaker":1}]},{"words":[{"speaker":7}]}]},
                  {"alternatives":[{"words":[{"speaker":0}]}]}]}}""");

        assertThat(contents).isInstanceOfSatisfying(Transcription.class, it -> assertThat(it.speakers()).isEqualTo(3));
    }

    @Test
    void findsTheSameHoweverTheBodyIsCut() throws IOException {
        var body = sample("doctors-visit");
        var whole = scan(body);

        var random = new Random(1);
        for (var i = 0; i < 50; i++) {
            var scan = new ScanBody();
            for (var from = 0; from < body.length;) {
                var to = Math.min(body.length, from + 1 + random.nextInt(300));
                scan.feed(Arrays.copyOfRange(body, from, to));
                from = to;
            }
            assertThat(scan.contents()).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"err_code\":\"Bad Request\",\"err_msg\":\"corrupt\",\"request_id\":\"r\"}             | Bad Request  | corrupt",
            "{\"error_code\":\"Service Unavailable\",\"err_msg\":\"later\",\"request_id\":\"r\"}     | Service Unavailable | later",
            "{\"category\":\"INVALID_JSON\",\"message\":\"Invalid.\",\"details\":\"line 7\",\"request_id\":\"r\"} | INVALID_JSON | Invalid. line 7"})
    void readsDeepgramsErrorShapes(String body, String code, String text) {
        assertThat(scan(body)).isEqualTo(new Failure("r", code, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "UUID parsing failed: ...", "[]", "null", "7", "\"text\"", "{", "{\"a\":1} x",
            "{\"a\":1}{\"a\":1}", "{\"a\":}", "\u0000"})
    void saysThatABodyIsNoJsonObject(String body) {
        assertThat(scan(body)).isEqualTo(new Unusable(null, Reason.NOT_JSON));
    }

    @Test
    void saysThatARequestIdIsMissingOrUnusable() {
        assertThat(scan("{\"metadata\":{},\"results\":{}}")).isEqualTo(new Unusable(null, Reason.NO_REQUEST_ID));
        assertThat(scan("{\"request_id\":\"%s\"}".formatted("x".repeat(256))))
                .isEqualTo(new Unusable(null, Reason.UNUSABLE_REQUEST_ID));
        assertThat(scan("{\"request_id\":\"a\\u0000b\"}")).isEqualTo(new Unusable(null, Reason.UNUSABLE_REQUEST_ID));
    }

    @Test
    void saysThatThereIsNeitherAResultNorAnError() {
        assertThat(scan("{\"request_id\":\"r\"}")).isEqualTo(new Unusable("r", Reason.NO_RESULTS));
    }

    @Test
    void ignoresNamesAtOtherPlaces() {
        var contents = scan("""
                {"metadata":{"request_id":"r","other":{"request_id":"x","duration":9}},
                 "results":{"channels":[{"alternatives":[{"words":[{"word":"request_id","request_id":"y"}]}]}]},
                 "summary":{"metadata":{"request_id":"z"}}}""");

        assertThat(contents).isInstanceOfSatisfying(Transcription.class, it -> {
            assertThat(it.requestId()).isEqualTo("r");
            assertThat(it.durationSeconds()).isNull();
        });
    }

    @Test
    void dropsWhatPostgresHasNoTextFor() {
        var contents = scan("{\"metadata\":{\"request_id\":\"r\",\"tags\":[\"a\\u0000b\"]},\"results\":{}}");

        assertThat(contents).isInstanceOfSatisfying(Transcription.class,
                it -> assertThat(it.tags()).containsExactly("ab"));
    }

    static Contents scan(String body) {
        return scan(body.getBytes(UTF_8));
    }

    static Contents scan(byte[] body) {
        var scan = new ScanBody();
        scan.feed(body);
        return scan.contents();
    }

    static byte[] sample(String name) throws IOException {
        try (var file = ScanBodyTest.class.getResourceAsStream("/samples/" + name + ".json")) {
            return file.readAllBytes();
        }
    }
}
