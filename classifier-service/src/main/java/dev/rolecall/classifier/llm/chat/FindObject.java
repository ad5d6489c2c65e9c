package dev.rolecall.classifier.llm.chat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Finds the object that was asked for in what a model wrote: behind its reasoning, in a code fence, between sentences,
/// inside another object, as text in JSON, or as bare entries of the object's list. What is asked for is known by its
/// schema.
final class FindObject {
    private static final ObjectReader LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_JAVA_COMMENTS,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .build()
            .readerFor(JsonNode.class);
    /// Bounds the time for text full of brackets.
    private static final int MOST_TRIES = 200;
    private static final int DEEPEST = 4;
    private static final String PROPERTIES = "properties";

    private final JsonNode schema;
    private ObjectNode best = JsonNodeFactory.instance.objectNode();
    private int bestScore;
    /// Entries of a list of the object that stand alone.
    private final ArrayNode entries = JsonNodeFactory.instance.arrayNode();
    private String list = "";

    private FindObject(JsonNode schema) {
        this.schema = schema;
    }

    /// @return the object as JSON; empty if there is nothing like it
    static Optional<String> in(String content, JsonNode schema) {
        var find = new FindObject(schema);
        find.search(content.strip().startsWith("\"") ? unquoted(content) : content, 0);
        return find.found();
    }

    /// The object as text in JSON.
    private static String unquoted(String content) {
        try {
            return LENIENT.<JsonNode>readValue(content).asText();
        } catch (IOException notJson) {
            return content;
        }
    }

    private Optional<String> found() {
        if (bestScore > 0) {
            return Optional.of(best.toString());
        }
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(JsonNodeFactory.instance.objectNode().set(list, entries).toString());
    }

    private void search(String text, int depth) {
        var tries = 0;
        for (var at = nextBracket(text, 0); at >= 0 && tries < MOST_TRIES; tries++) {
            var end = at + 1;
            try (var parser = LENIENT.createParser(text.substring(at))) {
                JsonNode node = LENIENT.readTree(parser);
                consider(node, depth);
                end = at + (int) parser.currentLocation().getCharOffset();
            } catch (IOException notJson) {
                // the bracket belongs to a sentence
            }
            at = nextBracket(text, Math.max(end, at + 1));
        }
    }

    private static int nextBracket(String text, int from) {
        var brace = text.indexOf('{', from);
        var bracket = text.indexOf('[', from);
        return brace < 0 || (bracket >= 0 && bracket < brace) ? bracket : brace;
    }

    /// The last of several that are equally good: a model reasons first and answers at the end.
    private void consider(JsonNode node, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (node instanceof ObjectNode object) {
            var score = score(object, schema);
            if (score > 0 && score >= bestScore) {
                best = object;
                bestScore = score;
                return;
            }
            if (isEntry(object)) {
                entries.add(object);
                return;
            }
        }
        if (node.isTextual()) {
            search(node.textValue(), depth + 1);
        }
        node.forEach(child -> consider(child, depth + 1));
    }

    private boolean isEntry(ObjectNode object) {
        for (var property : schema.path(PROPERTIES).properties()) {
            var items = property.getValue().path("items");
            if (items.isObject() && score(object, items) >= 2) {
                list = list.isEmpty() ? property.getKey() : list;
                return list.equals(property.getKey());
            }
        }
        return false;
    }

    /// How many of the schema's properties an object has.
    private static int score(ObjectNode object, JsonNode schema) {
        return (int) names(schema).stream().filter(object::has).count();
    }

    private static List<String> names(JsonNode schema) {
        var names = new ArrayList<String>();
        schema.path(PROPERTIES).fieldNames().forEachRemaining(names::add);
        return names;
    }
}
