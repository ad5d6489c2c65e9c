package dev.rolecall.fakellm.provider;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// How a model writes down the object that it was asked for.
enum WritingStyle {
    /// The object and nothing else.
    OBJECT(object -> object),
    /// In a code fence.
    FENCE(object -> "```json\n" + object + "\n```"),
    /// After its reasoning, in a code fence.
    THINKING(object -> "<think>\nThe shape is {\"speakers\": [...]}. Who is 0:0?\n</think>\n\n```\n" + object + "\n```"),
    /// Between two sentences.
    PROSE(object -> "Here is the object that you asked for:\n\n" + object + "\n\nTell me if [anything] is missing."),
    /// Numbers of turns and confidence as text.
    EVIDENCE_AS_TEXT(object -> eachSpeaker(object, speaker -> {
        speaker.put("evidence", new JsonArray(speaker.getJsonArray("evidence", new JsonArray())
                .stream()
                .map(turn -> "turn " + turn)
                .collect(Collectors.toList())));
        speaker.put("confidence", String.valueOf(speaker.getValue("confidence")));
    })),
    /// Roles with a capital.
    CAPITALISED(object -> eachSpeaker(object, speaker -> speaker.put("role", capitalised(speaker.getString("role"))))),
    /// "Speaker 0:1" for 0:1.
    SPEAKER_NAMES(object -> eachSpeaker(object,
            speaker -> speaker.put("speaker", "Speaker " + speaker.getString("speaker")))),
    /// As a list of parts.
    PARTS(object -> object) {
        @Override
        Object write(String object) {
            var half = object.length() / 2;
            return JsonArray.of(part(object.substring(0, half)), part(object.substring(half)));
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
    private final Function<String, String> written;

    WritingStyle(Function<String, String> written) {
        this.written = written;
    }

    static WritingStyle named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    Object write(String object) {
        return written.apply(object);
    }

    private static JsonObject part(String text) {
        return new JsonObject().put("type", "text").put("text", text);
    }

    private static String eachSpeaker(String object, Consumer<JsonObject> change) {
        try {
            var json = new JsonObject(object);
            json.getJsonArray("speakers", new JsonArray()).forEach(speaker -> change.accept((JsonObject) speaker));
            return json.encode();
        } catch (DecodeException notAnObject) {
            // an answer that is cut off or garbage stays so
            return object;
        }
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
