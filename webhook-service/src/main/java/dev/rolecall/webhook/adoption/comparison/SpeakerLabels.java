package dev.rolecall.webhook.adoption.comparison;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Role and name of each speaker, as a result has them, Rolecall's or an older one.
///
/// An older result may be an array of objects or an object by speaker, bare or under `speakers`. A speaker is named by
/// `speaker`, `id`, `number` or `label`, or by the key of the object: 0, "0", "speaker_0" and "Speaker 0" are the same, and "1:0" is
/// the first one of the second channel. `role` and `name` are texts; a text in place of an object is a role. What is missing,
/// empty, null or "unknown" is not known.
///
/// @param bySpeaker by `channel:number`
record SpeakerLabels(Map<String, Label> bySpeaker) {
    private static final Pattern KEY = Pattern.compile("(?:(\\d+)[:/.-])?[^0-9]*(\\d+)");

    /// @param role null if it is not known
    /// @param name null if it is not known
    record Label(@Nullable String role, @Nullable String name) {
        static final Label UNKNOWN = new Label(null, null);
    }

    /// @return empty if no speaker can be found in it
    static Optional<SpeakerLabels> of(JsonNode result) {
        var speakers = result.has("speakers") ? result.path("speakers") : result;
        var found = new TreeMap<String, Label>();
        if (speakers.isArray()) {
            speakers.forEach(speaker -> put(found, channelOf(speaker), nameOf(speaker), speaker));
        } else {
            speakers.properties()
                    .forEach(entry -> put(found, channelOf(entry.getValue()), entry.getKey(), entry.getValue()));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new SpeakerLabels(found));
    }

    private static int channelOf(JsonNode speaker) {
        return speaker.path("channel").asInt(0);
    }

    private static String nameOf(JsonNode speaker) {
        return Stream.of("number", "speaker", "id", "label")
                .map(speaker::path)
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText)
                .findFirst()
                .orElse("");
    }

    private static void put(Map<String, Label> found, int channel, String speaker, JsonNode label) {
        var key = KEY.matcher(speaker.strip());
        if (key.matches() && (label.isObject() || label.isTextual())) {
            found.put("%s:%s".formatted(key.group(1) == null ? Integer.toString(channel) : key.group(1), key.group(2)),
                    label.isTextual()
                            ? new Label(known(label), null)
                            : new Label(known(label.path("role")), known(label.path("name"))));
        }
    }

    private static @Nullable String known(JsonNode text) {
        var stripped = text.isTextual() ? text.asText().strip() : "";
        return stripped.isEmpty() || stripped.toLowerCase(Locale.ROOT).equals("unknown") ? null : stripped;
    }

    Label of(String speaker) {
        return bySpeaker.getOrDefault(speaker, Label.UNKNOWN);
    }
}
