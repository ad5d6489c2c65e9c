package dev.rolecall.fakellm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import org.jspecify.annotations.Nullable;

/// What a chat completion request asks for, as far as word cues need it. It is read from the schema, which is the
/// strict one or, in requests for JSON or text, follows the instructions.
record Asked(JsonObject request) {
    private static final Pattern SETTING = Pattern.compile("^(\\S+) \\(.+\\)$");
    private static final Pattern ROLE = Pattern.compile("^- ([^:]+): .*$");
    private static final Pattern COMPLAINT = Pattern.compile("^- (\\S+): (.*)$", Pattern.MULTILINE);

    /// Whether the question is one that word cues can answer.
    boolean isAboutSpeakers() {
        return !speakers().isEmpty();
    }

    List<Turn> turns() {
        return messages("user").stream().findFirst().map(Turn::in).orElseGet(List::of);
    }

    List<String> speakers() {
        return words(speakerProperty("speaker"));
    }

    Set<String> roles() {
        return words(speakerProperty("role")).stream()
                .filter(role -> !Label.UNKNOWN.equals(role))
                .collect(Collectors.toSet());
    }

    /// Empty if no names are known beforehand.
    List<String> roster() {
        return words(speakerProperty("roster_entry"));
    }

    boolean isToNameTheSetting() {
        return schema().getJsonObject("properties").containsKey("setting");
    }

    /// Role to the settings for which the instructions list it.
    Map<String, Set<String>> settingsOfRoles() {
        var settings = new HashMap<String, Set<String>>();
        var current = "";
        for (var line : messages("system").stream().limit(1).flatMap(String::lines).toList()) {
            var setting = SETTING.matcher(line);
            var role = ROLE.matcher(line);
            if (setting.matches()) {
                current = setting.group(1);
            } else if (role.matches()) {
                settings.computeIfAbsent(role.group(1), _ -> new HashSet<>()).add(current);
            }
        }
        return settings;
    }

    /// The objections to an earlier answer, by speaker; empty the first time.
    Map<String, String> complaints() {
        var users = messages("user");
        var complaints = new HashMap<String, String>();
        if (users.size() > 1) {
            COMPLAINT.matcher(users.getLast())
                    .results()
                    .forEach(found -> complaints.merge(found.group(1), found.group(2), (a, b) -> a + " " + b));
        }
        return complaints;
    }

    /// The text that is counted as input: the messages and the schema.
    String input() {
        return request.getJsonArray("messages").encode() + request.getJsonObject("response_format", new JsonObject());
    }

    private List<String> messages(String role) {
        return request.getJsonArray("messages")
                .stream()
                .map(JsonObject.class::cast)
                .filter(message -> role.equals(message.getString("role")))
                .map(message -> text(message.getValue("content")))
                .toList();
    }

    private static String text(@Nullable Object content) {
        return switch (content) {
            case String text -> text;
            case JsonArray parts -> parts.stream()
                    .map(part -> part instanceof JsonObject object ? object.getString("text", "") : "")
                    .collect(Collectors.joining());
            case null, default -> "";
        };
    }

    /// Empty if none is asked for.
    JsonObject schema() {
        var format = request.getJsonObject("response_format");
        if (format != null && format.containsKey("json_schema")) {
            return format.getJsonObject("json_schema").getJsonObject("schema", new JsonObject());
        }
        return messages("system").stream().findFirst().map(Asked::schemaIn).orElseGet(JsonObject::new);
    }

    private static JsonObject schemaIn(String instructions) {
        try {
            return new JsonObject(instructions.substring(instructions.lastIndexOf("\n{") + 1));
        } catch (DecodeException none) {
            return new JsonObject();
        }
    }

    private JsonArray speakerProperty(String name) {
        return JsonPointer.from("/properties/speakers/items/properties/%s/enum".formatted(name))
                .queryJson(schema()) instanceof JsonArray values ? values : new JsonArray();
    }

    private static List<String> words(JsonArray values) {
        return values.stream().filter(Objects::nonNull).map(String.class::cast).toList();
    }
}
