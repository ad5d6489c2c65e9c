package dev.rolecall.webhook.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonParser;
import dev.rolecall.webhook.authentication.HashedCredential;
import dev.rolecall.webhook.body.ParsedBody.Failure;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.body.ParsedBody.Transcription;
import dev.rolecall.webhook.body.ParsedBody.Unusable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ScanBodyTest {

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

    /// As classifier-service does: speakers without labels are told apart by channel.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"word":"a"}              | {"word":"b"}             | 2
            {"word":"a","speaker":0}  | {"word":"b"}             | 2
            {"word":"a","speaker":0}  |                          | 1
                                      |                          | 0
            {"word":"a"},{"word":"c"} |                          | 1
            """)
    void countsAChannelWithoutLabelsAsOneSpeaker(@Nullable String one, @Nullable String other, int speakers) {
        var contents = scan("""
                {"metadata":{"request_id":"r"},"results":{"channels":[
                  {"alternatives":[{"words":[%s]},{"words":[{"word":"x","speaker":7}]}]},
                  {"alternatives":[{"words":[%s]}]}],
                  "utterances":[{"words":[{"word":"a"}]}]}}""".formatted(Objects.toString(one, ""),
                Objects.toString(other, "")));

        assertThat(contents).isInstanceOfSatisfying(Transcription.class,
                it -> assertThat(it.speakers()).isEqualTo(speakers));
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
                scan.feed(Arrays.copyOfRange(body, from, to), to - from);
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
    void knowsNoRequestIdThatIsMissingOrCannotBeStored() {
        assertThat(scan("{\"metadata\":{},\"results\":{}}").requestId()).isNull();
        assertThat(scan("{\"request_id\":\"%s\"}".formatted("x".repeat(256))).requestId()).isNull();
        assertThat(scan("{\"request_id\":\"a\\u0000b\"}").requestId()).isNull();
    }

    @Test
    void saysThatThereIsNeitherAResultNorAnError() {
        assertThat(scan("{\"request_id\":\"r\"}")).isEqualTo(new Unusable("r", Reason.NO_RESULTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "true", "[]", "{}", "\"\"", "\" \""})
    void readsNoRequestIdFromAnotherType(String value) {
        assertThat(scan("{\"err_code\":\"A\",\"request_id\":%s}".formatted(value)).requestId()).isNull();
        assertThat(scan("{\"metadata\":{\"request_id\":%s},\"results\":{}}".formatted(value)).requestId()).isNull();
        assertThat(scan("{\"metadata\":{\"request_id\":\"r\"},\"results\":{},\"request_id\":%s}".formatted(value))
                .requestId()).isEqualTo("r");
    }

    @Test
    void leavesNullsOut() {
        var contents = scan(
                """
                        {"metadata":{"request_id":"r","tags":[null,"report"],"extra":{"ticket":null,"callback_secret":null,"n":7},
                          "model_info":{"a":{"name":null}}},
                         "results":{"channels":[{"detected_language":null,"alternatives":[{"languages":[null]}]}]}}""");

        assertThat(contents).isEqualTo(
                new Transcription("r", null, null, 0, null, null, List.of("report"), Map.of("n", "7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"ticket:1\"", "7", "null", "[{\"a\":\"b\"}]"})
    void takesATranscriptWhateverItsExtra(String extra) {
        assertThat(scan("{\"metadata\":{\"request_id\":\"r\",\"extra\":%s},\"results\":{}}".formatted(extra)))
                .isEqualTo(new Transcription("r", null, null, 0, null, null, List.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"Results\",\"channel\":{},\"metadata\":{\"request_id\":\"r\"}}",
            "{\"type\":\"Metadata\",\"request_id\":\"r\",\"duration\":7.5}",
            "{\"type\":\"UtteranceEnd\",\"request_id\":\"r\"}",
            "{\"type\":\"Error\",\"description\":\"d\",\"message\":\"DATA\",\"variant\":\"BadData\",\"request_id\":\"r\"}"})
    void recognisesAMessageOfLiveStreaming(String body) {
        assertThat(scan(body)).isEqualTo(new Unusable("r", Reason.STREAMING_MESSAGE));
    }

    @Test
    void keepsABodyThatItsOwnCodeFailsOn() {
        var body = "{\"metadata\":{\"request_id\":\"r\"},\"results\":{}}".getBytes(UTF_8);
        var scan = new ScanBody(new BodyFields() {
            @Override
            void read(JsonParser parser) {
                throw new IllegalStateException("planted");
            }
        });

        scan.feed(body, body.length);

        assertThat(scan.contents()).isEqualTo(new Unusable(null, Reason.INTERNAL_ERROR));
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

    static ParsedBody scan(String body) {
        return scan(body.getBytes(UTF_8));
    }

    static ParsedBody scan(byte[] body) {
        var scan = new ScanBody();
        scan.feed(body, body.length);
        return scan.contents();
    }

    public static byte[] sample(String name) throws IOException {
        try (var file = ScanBodyTest.class.getResourceAsStream("/samples/" + name + ".json")) {
            return file.readAllBytes();
        }
    }

    @Test
    void keepsTheSecretOutOfWhatIsStored() {
        var scan = new ScanBody();
        var body = """
                {"metadata":{"request_id":"r","extra":{"callback_secret":"s3cret","ticket":"7"}},"results":{}}"""
                .getBytes(UTF_8);
        scan.feed(body, body.length);

        assertThat(scan.contents()).isInstanceOfSatisfying(Transcription.class,
                it -> assertThat(it.extra()).containsOnly(Map.entry("ticket", "7")));
        assertThat(scan.secret()).isNotNull().satisfies(
                it -> assertThat(it.sha256()).isEqualTo(HashedCredential.of("s3cret").sha256()));
        assertThat(scan.secret()).asString().doesNotContain("s3cret");
    }

    @Test
    void keepsATranscriptWhoseNumbersAreAbsurd() {
        var contents = scan("""
                {"metadata":{"request_id":"r","duration":1e999,"channels":99999999999},
                 "results":{"channels":[{"alternatives":[{"words":[{"speaker":123456789012345678901}]}]}]}}""");

        assertThat(contents).isInstanceOfSatisfying(Transcription.class, it -> {
            assertThat(it.durationSeconds()).isNull();
            assertThat(it.channels()).isNull();
            assertThat(it.speakers()).isZero();
        });
    }

    @Test
    void saysThatABodyIsBeyondBounds() {
        assertThat(scan("{\"a\":" + "[".repeat(2000))).isEqualTo(new Unusable(null, Reason.BEYOND_BOUNDS));
        assertThat(scan("{\"a\":" + "9".repeat(2000) + "}")).isEqualTo(new Unusable(null, Reason.BEYOND_BOUNDS));
        assertThat(scan("{\"a\":\"" + "x".repeat(4_100_000) + "\"}"))
                .isEqualTo(new Unusable(null, Reason.BEYOND_BOUNDS));
    }

    @Test
    void cutsListsThatAreKept() {
        var tags = IntStream.range(0, 5000).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
        var contents = scan("{\"metadata\":{\"request_id\":\"r\",\"tags\":[%s]},\"results\":{}}".formatted(tags));

        assertThat(contents).isInstanceOfSatisfying(Transcription.class, it -> assertThat(it.tags()).hasSize(1000));
    }
}
