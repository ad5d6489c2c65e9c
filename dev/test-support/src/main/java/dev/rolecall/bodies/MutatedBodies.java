package dev.rolecall.bodies;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Bodies in Deepgram's shapes in which values are of the wrong type, missing, moved or doubled, as relays, SDKs and
/// future versions send them. All of them are JSON objects.
public final class MutatedBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHAPES = List.of("""
            {"metadata":{"request_id":"9da86193","duration":36.006,"channels":2,"model_info":{"4899":{"name":"nova-3"}},
              "tags":["report","b"],"extra":{"ticket":"NW-1","rolecall_roles":"call"}},
             "results":{"channels":[
               {"detected_language":"en","alternatives":[
                 {"languages":["en"],"words":[
                   {"word":"hi","punctuated_word":"Hi,","start":0.5,"end":0.7,"speaker":0},
                   {"word":"yes","start":0.8,"end":0.9,"speaker":1}]},
                 {"words":[{"word":"no","speaker":5}]}]},
               {"alternatives":[{"words":[{"word":"well","start":1,"end":2,"speaker":0}]}]}]}}""", """
            {"results":{"channels":[{"alternatives":[{"words":[{"word":"a"},{"word":"b","start":3}]}]}]},
             "metadata":{"request_id":"b","extra":{}}}""", """
            {"err_code":"REMOTE_CONTENT_ERROR","err_msg":"the host answered 404","request_id":"c"}""", """
            {"category":"INVALID_JSON","message":"Invalid.","details":"line 7","request_id":"d"}""", """
            {"type":"Results","duration":2.5,"channel":{"alternatives":[{"words":[{"word":"a","speaker":0}]}]},
             "metadata":{"request_id":"e","model_info":{"name":"nova-3"}}}""", """
            {"type":"Metadata","request_id":"f","duration":7.5,"channels":1}""");
    /// What takes the place of a value.
    private static final List<String> VALUES = List.of("null", "true", "false", "0", "-1", "7", "1.5", "99999999999",
            "1e300", "\"\"", "\" \"", "\"null\"", "\"7\"", "\"text\"", "[]", "{}", "[null]", "[[]]", "{\"a\":null}",
            "{\"name\":\"x\",\"request_id\":\"y\"}", "[\"a\",7,null,{\"speaker\":3}]");

    private final Random random;

    public MutatedBodies(long seed) {
        random = new Random(seed);
    }

    /// An endless stream; each body has one to four mutations.
    public Stream<ObjectNode> stream() {
        return Stream.generate(this::next);
    }

    private ObjectNode next() {
        var body = (ObjectNode) parse(SHAPES.get(random.nextInt(SHAPES.size())));
        for (var i = random.nextInt(4); i >= 0; i--) {
            var containers = new ArrayList<ContainerNode<?>>();
            collect(body, containers);
            mutate(containers.get(random.nextInt(containers.size())));
        }
        return body;
    }

    private void mutate(ContainerNode<?> container) {
        var value = parse(VALUES.get(random.nextInt(VALUES.size())));
        if (container instanceof ArrayNode array) {
            mutate(array, value);
        } else if (container instanceof ObjectNode object) {
            mutate(object, value);
        }
    }

    private void mutate(ArrayNode array, JsonNode value) {
        var at = array.isEmpty() ? 0 : random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.insert(at, value);
            case 1 -> array.remove(at);
            case 2 -> array.addAll(array.deepCopy());
            default -> {
                if (!array.isEmpty()) {
                    array.set(at, value);
                }
            }
        }
    }

    private void mutate(ObjectNode object, JsonNode value) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            object.set("callback_secret", value);
            return;
        }
        var name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            // behind all others
            case 1 -> object.set(name, object.remove(name));
            case 2 -> object.set("extra", value);
            default -> object.set(name, value);
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> into) {
        if (node instanceof ContainerNode<?> container) {
            into.add(container);
            container.forEach(child -> collect(child, into));
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + json, e);
        }
    }
}
