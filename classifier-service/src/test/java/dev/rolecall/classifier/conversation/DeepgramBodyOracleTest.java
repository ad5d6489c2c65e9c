package dev.rolecall.classifier.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.bodies.MutatedBodies;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The parser reads out of a body what a tree of the same body says.
class DeepgramBodyOracleTest {
    private static final int BODIES = 100_000;

    @Test
    void readsWhatATreeSays() throws IOException {
        var seed = System.nanoTime();
        for (var tree : (Iterable<ObjectNode>) new MutatedBodies(seed).stream().limit(BODIES)::iterator) {
            try (var body = new DeepgramBodyParser(new ByteArrayInputStream(tree.toString().getBytes(UTF_8)))) {
                if (hasDeepgramsShape(tree)) {
                    var read = body.read();
                    assertThat(read.words()).as("seed %d: %s", seed, tree).isEqualTo(words(tree));
                    assertThat(read.extra()).as("seed %d: %s", seed, tree).isEqualTo(extra(tree));
                } else {
                    assertThatThrownBy(body::read).as("seed %d: %s", seed, tree).isInstanceOf(IOException.class);
                }
            }
        }
    }

    private static boolean hasDeepgramsShape(JsonNode body) {
        return isObject(body.get("results"))
                && everyElement(body.path("results").get("channels"), DeepgramBodyOracleTest::isChannel);
    }

    private static boolean isChannel(JsonNode channel) {
        if (!isObject(channel)) {
            return false;
        }
        var alternatives = channel.get("alternatives");
        var isArray = alternatives == null || alternatives.isNull() || alternatives.isArray();
        var first = channel.path("alternatives").path(0);
        return isArray && (first.isMissingNode() || isObject(first))
                && everyElement(first.get("words"), DeepgramBodyOracleTest::isObject);
    }

    private static boolean isObject(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isObject();
    }

    private static boolean everyElement(@Nullable JsonNode array, java.util.function.Predicate<JsonNode> condition) {
        if (array == null || array.isNull()) {
            return true;
        }
        var all = new ArrayList<JsonNode>();
        array.forEach(all::add);
        return array.isArray() && all.stream().allMatch(condition);
    }

    private static List<Word> words(JsonNode body) {
        var words = new ArrayList<Word>();
        var channels = body.path("results").path("channels");
        for (var channel = 0; channel < channels.size(); channel++) {
            var lastEnd = 0.0;
            for (var word : channels.get(channel).path("alternatives").path(0).path("words")) {
                if (!word.isNull()) {
                    var start = word.path("start").isNumber() ? word.path("start").doubleValue() : lastEnd;
                    lastEnd = word.path("end").isNumber() ? word.path("end").doubleValue() : start;
                    var speaker = word.path("speaker").isInt() ? word.path("speaker").intValue() : null;
                    words.add(new Word(new Speaker(channel, speaker), start, lastEnd, text(word)));
                }
            }
        }
        return words;
    }

    private static String text(JsonNode word) {
        for (var name : List.of("punctuated_word", "word")) {
            var value = word.path(name);
            if ((value.isTextual() || value.isNumber()) && !value.asText().isBlank()) {
                return value.asText();
            }
        }
        return "";
    }

    private static Map<String, String> extra(JsonNode body) {
        var extra = new HashMap<String, String>();
        if (body.path("metadata").path("extra").isObject()) {
            for (var field : body.path("metadata").path("extra").properties()) {
                if (field.getValue().isTextual()) {
                    extra.put(field.getKey(), field.getValue().textValue());
                }
            }
        }
        return extra;
    }
}
