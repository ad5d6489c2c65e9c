package dev.rolecall.webhook.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.bodies.MutatedBodies;
import dev.rolecall.webhook.body.ParsedBody.Failure;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.body.ParsedBody.Transcription;
import dev.rolecall.webhook.body.ParsedBody.Unusable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The scan takes out of a body what a tree of the same body says.
class ScanBodyOracleTest {
    private static final int BODIES = 100_000;

    @Test
    void findsWhatATreeSays() {
        var seed = System.nanoTime();
        new MutatedBodies(seed).stream()
                .limit(BODIES)
                .forEach(tree -> assertThat(ScanBodyTest.scan(tree.toString()))
                        .as("seed %d: %s", seed, tree)
                        .isEqualTo(contents(tree)));
    }

    private static ParsedBody contents(JsonNode body) {
        var metadata = body.path("metadata");
        var requestId = requestId(metadata.get("request_id"));
        requestId = requestId == null ? requestId(body.get("request_id")) : requestId;
        if (body.path("results").isObject()) {
            return new Transcription(requestId, number(metadata.get("duration")), integer(metadata.get("channels")),
                    speakers(body), language(body.path("results").path("channels")), model(metadata), tags(metadata),
                    extra(metadata));
        }
        var code = lastOf(body, List.of("err_code", "error_code", "category"),
                value -> value.isValueNode() && !value.isNull());
        if (body.path("type").isTextual() && code == null) {
            return new Unusable(requestId, Reason.STREAMING_MESSAGE);
        }
        var message = lastOf(body, List.of("err_msg", "message"), JsonNode::isTextual);
        if (code == null && message == null) {
            return new Unusable(requestId, Reason.NO_RESULTS);
        }
        var details = text(body.get("details"));
        return new Failure(requestId, code,
                details == null ? message : message == null ? details : message + " " + details);
    }

    private static @Nullable String requestId(@Nullable JsonNode value) {
        var text = text(value);
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable String lastOf(JsonNode body, List<String> names, Predicate<JsonNode> isUsable) {
        String last = null;
        for (var field : body.properties()) {
            if (names.contains(field.getKey()) && isUsable.test(field.getValue())) {
                last = field.getValue().asText();
            }
        }
        return last;
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable Double number(@Nullable JsonNode value) {
        return value != null && value.isNumber() ? value.doubleValue() : null;
    }

    private static @Nullable Integer integer(@Nullable JsonNode value) {
        return value != null && value.isInt() ? value.intValue() : null;
    }

    private static int speakers(JsonNode body) {
        var speakers = new HashSet<String>();
        var channels = body.path("results").path("channels");
        for (var channel = 0; channels.isArray() && channel < channels.size(); channel++) {
            var alternatives = channels.get(channel).path("alternatives");
            var words = alternatives.isArray() ? alternatives.path(0).path("words") : alternatives;
            var ofChannel = new HashSet<String>();
            var isHeard = false;
            for (var i = 0; words.isArray() && i < words.size(); i++) {
                var speaker = integer(words.get(i).get("speaker"));
                if (speaker != null) {
                    ofChannel.add(channel + ":" + speaker);
                }
                isHeard |= isSaid(words.get(i).get("word"));
            }
            speakers.addAll(ofChannel.isEmpty() && isHeard ? Set.of("channel " + channel) : ofChannel);
        }
        return speakers.size();
    }

    private static boolean isSaid(@Nullable JsonNode word) {
        return word != null && word.isValueNode() && !word.isNull();
    }

    private static @Nullable String language(JsonNode channels) {
        for (var channel : elements(channels)) {
            for (var field : channel.properties()) {
                var found = field.getKey().equals("detected_language")
                        ? text(field.getValue())
                        : field.getKey().equals("alternatives") ? spoken(field.getValue()) : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable String spoken(JsonNode alternatives) {
        return elements(alternatives).stream()
                .flatMap(alternative -> elements(alternative.path("languages")).stream())
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String model(JsonNode metadata) {
        for (var info : metadata.path("model_info")) {
            var name = text(info.get("name"));
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    private static List<String> tags(JsonNode metadata) {
        return elements(metadata.path("tags")).stream()
                .filter(tag -> tag.isValueNode() && !tag.isNull())
                .map(JsonNode::asText)
                .toList();
    }

    private static Map<String, String> extra(JsonNode metadata) {
        var extra = new HashMap<String, String>();
        if (metadata.path("extra").isObject()) {
            for (var field : metadata.get("extra").properties()) {
                if (field.getValue().isValueNode() && !field.getValue().isNull()
                        && !field.getKey().equals("callback_secret")) {
                    extra.put(field.getKey(), field.getValue().asText());
                }
            }
        }
        return extra;
    }

    private static List<JsonNode> elements(JsonNode array) {
        var elements = new ArrayList<JsonNode>();
        if (array.isArray()) {
            array.forEach(elements::add);
        }
        return elements;
    }
}
