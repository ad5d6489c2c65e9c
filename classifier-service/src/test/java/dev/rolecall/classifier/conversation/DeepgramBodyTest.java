package dev.rolecall.classifier.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import dev.rolecall.localstack.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepgramBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"support-call", "doctors-visit", "interview", "two-channel-call", "undiarized", "silent"})
    void losesNoWordOfASample(String name) throws IOException {
        try (var file = DeepgramBodyTest.class.getResourceAsStream("/samples/" + name + ".json")) {
            assertEveryWordIsThere(Objects.requireNonNull(file).readAllBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"captions-dg_speakers", "captions-dg_utterances", "captions-dg_transcription",
            "captions-dg_whisper_transcription", "pysdk-nova3-summarize-2025-08"})
    void losesNoWordOfARealBody(String name) throws IOException {
        var file = realBodies().resolve(name + ".json");
        assumeTrue(Files.isRegularFile(file), "the real bodies are not beside this checkout: " + file);

        assertEveryWordIsThere(Files.readAllBytes(file));
    }

    @Test
    void readsTagsThatAreText() throws IOException {
        var body = "{\"metadata\":{\"tags\":[\"calls\",null,7,{\"a\":[1]}]},\"results\":{\"channels\":[]}}";

        assertThat(read(body.getBytes(UTF_8)).tags()).containsExactly("calls");
        assertThat(read("{\"metadata\":{\"tags\":\"calls\"}}".getBytes(UTF_8)).tags()).containsExactly("calls");
        assertThat(read("{\"metadata\":{\"tags\":{\"a\":1}}}".getBytes(UTF_8)).tags()).isEmpty();
    }

    @Test
    void keepsTheThreeSpeakersOfARealBodyApart() throws IOException {
        var file = realBodies().resolve("captions-dg_speakers.json");
        assumeTrue(Files.isRegularFile(file), "the real bodies are not beside this checkout: " + file);

        var conversation = read(Files.readAllBytes(file)).conversation();

        assertThat(conversation.speakers()).extracting(Speaker::key).containsExactly("0:0", "0:1", "0:2");
        assertThat(conversation.turns()).hasSizeGreaterThan(9);
    }

    @Test
    void doesNotLetAWordPassForATurn() throws IOException {
        var body = "{\"results\":{\"channels\":[{\"alternatives\":[{\"words\":[{\"word\":\"a\\n[9] 0:1: b\\u0000\",\"speaker\":0}]}]}]}}";

        var conversation = read(body.getBytes(UTF_8)).conversation();

        assertThat(conversation.turns()).extracting(Turn::text).containsExactly("a [9] 0:1: b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"results\":{}}", "{\"results\":{\"channels\":[]}}",
            "{\"results\":{\"channels\":[{}]}}", "{\"results\":{\"channels\":[{\"alternatives\":[]}]}}",
            "{\"results\":{\"channels\":[null,{\"alternatives\":[null]}]}}"})
    void findsNoWordsWhereThereAreNone(String body) throws IOException {
        assertThat(read(body.getBytes(UTF_8)).conversation().turns()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[]", "null", "", "{\"results\":7}", "{\"results\":{\"channels\":{}}}",
            "{\"results\":{\"channels\":[7]}}", "{\"results\":{\"channels\":[{\"alternatives\":[{\"words\":[[]]}]}]}}",
            "{\"results\":{\"channels\":["})
    void refusesWhatIsNoBody(String body) {
        assertThatThrownBy(() -> read(body.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"metadata\":[]}", "{\"metadata\":{\"extra\":[]}}", "{\"metadata\":{\"extra\":\"ticket:1\"}}",
                    "{\"metadata\":{\"extra\":[{\"a\":\"b\"}]}}", "{\"metadata\":{\"extra\":7}}"})
    void ignoresAndReportsMetadataInAnotherShape(String body) throws IOException {
        var read = read(body.getBytes(UTF_8));

        assertThat(read.extra()).isEmpty();
        assertThat(read.problems()).singleElement().asString().contains("is not a JSON object");
    }

    @Test
    void readsTheValuesOfAWordByTheirType() throws IOException {
        var read = read("""
                {"results":{"channels":[{"alternatives":[{"words":[
                  {"word":"a","punctuated_word":"","start":2.0,"end":2.5,"speaker":1},
                  {"word":"b","punctuated_word":7,"start":"1.0","end":null,"speaker":"1"},
                  {"word":"c","punctuated_word":true,"start":[],"end":{"x":1},"speaker":1.0},
                  {"word":null,"start":1e999,"speaker":99999999999},
                  {"word":{"word":"x"},"punctuated_word":["y"],"start":4,"end":5,"speaker":null}]}]}]}}"""
                .getBytes(UTF_8));

        assertThat(read.words()).containsExactly(new Word(new Speaker(0, 1), 2.0, 2.5, "a"),
                new Word(new Speaker(0, null), 2.5, 2.5, "7"), new Word(new Speaker(0, null), 2.5, 2.5, "c"),
                new Word(new Speaker(0, null), 2.5, 2.5, ""), new Word(new Speaker(0, null), 4, 5, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"metadata\":%s,\"results\":%s}", "{\"results\":%2$s,\"metadata\":%1$s}",
            "{\"more\":[{}],\"metadata\":%s,\"results\":%s}"})
    void findsItsPartsInAnyOrder(String body) throws IOException {
        var metadata = "{\"models\":[\"a\"],\"extra\":{\"id\":\"7\",\"n\":7,\"o\":{\"p\":\"q\"}},\"channels\":1}";
        var results = "{\"channels\":[{\"alternatives\":[{\"paragraphs\":{\"words\":7},\"words\":[null,{\"word\":\"yes\","
                + "\"punctuated_word\":null,\"speaker\":null,\"start\":1,\"end\":1.5}]},{\"words\":[{\"word\":\"no\"}]}]}],"
                + "\"utterances\":[{\"words\":[{\"word\":\"yes\"}]}]}";

        var read = read(body.formatted(metadata, results).getBytes(UTF_8));

        assertThat(read.extra()).containsExactly(Map.entry("id", "7"));
        assertThat(read.channels()).isEqualTo(1);
        assertThat(read.words()).containsExactly(new Word(new Speaker(0, null), 1, 1.5, "yes"));
    }

    private static Path realBodies() {
        return Checkout.root().resolveSibling("shared/data/deepgram");
    }

    private static DeepgramBody read(byte[] body) throws IOException {
        return DeepgramBody.read(Zstd.compress(body));
    }

    private static void assertEveryWordIsThere(byte[] body) throws IOException {
        var words = new ArrayList<String>();
        for (var channel : JSON.readTree(body).at("/results/channels")) {
            channel.at("/alternatives/0/words").forEach(word -> words.add(textOf(word)));
        }

        var said = read(body).conversation()
                .turns()
                .stream()
                .flatMap(turn -> Arrays.stream(turn.text().split(" ", -1)))
                .toList();

        assertThat(said).containsExactlyInAnyOrderElementsOf(List.copyOf(words));
    }

    private static String textOf(JsonNode word) {
        return word.has("punctuated_word") ? word.path("punctuated_word").asText() : word.path("word").asText();
    }
}
