package dev.rolecall.benchmarks.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.benchmarks.evaluation.Dialogue.Person;
import dev.rolecall.benchmarks.evaluation.Dialogue.Said;

/// Dialogues whose speakers' true names are known, one JSON object a line:
///
/// ```
/// {"id":"…", "speakers":[{"key":"0:0","name":"First Last","alsoCalled":["…"],"role":"…","said":["First"]}],
///  "turns":[{"speaker":"0:0","text":"…"}], "absent":["…"]}
/// ```
///
/// `name` and `role` may be null. `absent` names people who are only spoken about; for public dialogues that do not say,
/// they were marked by hand (absent-persons.json).
final class NamedJsonl {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, List<String>> ABSENT = marked();

    private NamedJsonl() {}

    /// @param file as the caller named it
    static List<Dialogue> read(Path path, String file) throws IOException {
        var dialogues = new ArrayList<Dialogue>();
        var number = 0;
        for (var line : Files.readAllLines(path)) {
            number++;
            if (!line.isBlank()) {
                dialogues.add(dialogue(file, number, line));
            }
        }
        return dialogues;
    }

    private static Dialogue dialogue(String file, int line, String json) {
        try {
            return dialogue(file, JSON.readTree(json));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException("%s, line %d: not a dialogue: %s".formatted(file, line,
                    e instanceof JsonProcessingException broken ? broken.getOriginalMessage() : e.getMessage()), e);
        }
    }

    private static Dialogue dialogue(String file, JsonNode json) {
        if (!json.path("speakers").isArray() || !json.path("turns").isArray()) {
            throw new IllegalArgumentException("it has no list of speakers or of turns");
        }
        var numbers = new HashMap<String, Integer>();
        var people = new TreeMap<Integer, Person>();
        for (var speaker : json.path("speakers")) {
            people.put(number(speaker.path("key").asText(), numbers), person(speaker));
        }
        var said = new ArrayList<Said>();
        for (var turn : json.path("turns")) {
            var person = number(turn.path("speaker").asText(), numbers);
            people.putIfAbsent(person, new Person("", List.of()));
            if (!turn.path("text").asText().isBlank()) {
                said.add(new Said(person, null, turn.path("text").asText().strip()));
            }
        }
        var id = json.path("id").asText();
        return new Dialogue(file, id, people, said,
                json.path("absent").isArray() ? texts(json.path("absent")) : ABSENT.getOrDefault(id, List.of()));
    }

    private static int number(String key, Map<String, Integer> numbers) {
        return numbers.computeIfAbsent(key, _ -> numbers.size());
    }

    /// Without aliases that are titles, such as "Mr. Chairman": of these, only what `said` repeats is a name.
    private static Person person(JsonNode speaker) {
        var names = new LinkedHashSet<String>();
        if (speaker.path("name").isTextual()) {
            names.addAll(Dialogue.words(speaker.path("name").asText()));
            texts(speaker.path("said")).forEach(name -> names.addAll(Dialogue.words(name)));
        }
        return new Person(speaker.path("role").asText(""), List.copyOf(names));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Map<String, List<String>> marked() {
        try (var file = NamedJsonl.class.getResourceAsStream("absent-persons.json")) {
            return JSON.readValue(Objects.requireNonNull(file), new TypeReference<Map<String, List<String>>>() {
            });
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the resource absent-persons.json", e);
        }
    }
}
