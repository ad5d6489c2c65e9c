package dev.rolecall.learning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.text.Titles;
import dev.rolecall.classifier.names.text.Speech;
import dev.rolecall.classifier.names.text.Token;
import dev.rolecall.classifier.names.text.Tokens;

/// A dialogue whose speakers' true names are known.
///
/// @param set the kind of talk, by the name of its file
/// @param people by the index of the speaker
/// @param absent persons who are only spoken about, each by its words
record NamedDialogue(String set, String id, Speech speech, List<Person> people, List<Set<String>> absent) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param words of all names of the person, in lower case, without titles; empty if the true name is not known
    /// @param isSaid whether the dialogue says one of them
    record Person(Set<String> words, boolean isSaid) {
        boolean isKnown() {
            return !words.isEmpty();
        }
    }

    static List<NamedDialogue> read(Path file, Map<String, List<String>> absent) throws IOException {
        var set = file.getFileName().toString().replace(".jsonl", "");
        var dialogues = new ArrayList<NamedDialogue>();
        for (var line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                dialogues.add(of(set, JSON.readTree(line), absent));
            }
        }
        return dialogues;
    }

    /// Short calls around single sentences, see `sentences.txt`.
    static List<NamedDialogue> sentences(String text) {
        var calls = new ArrayList<NamedDialogue>();
        for (var line : text.lines().filter(it -> !it.isBlank() && !it.startsWith("#")).toList()) {
            var parts = line.split("\\|", 4);
            for (var other : List.of("Yes, of course. Let me look at that for you.", "Okay.", "Hi, what is it about?")) {
                calls.add(sentence(calls.size(), parts[0], words(parts[1]),
                        parts.length == 4 ? parts[3] : "Hello, how can I help you today?", parts[2], other));
            }
        }
        return calls;
    }

    private static NamedDialogue sentence(int number, String whose, Set<String> name, String before, String said,
            String other) {
        var texts = List.of(before, said, other, "Thank you very much.", "You are welcome.");
        var turns = new ArrayList<Turn>();
        for (var i = number % 2; i < texts.size(); i++) {
            turns.add(new Turn(turns.size() + 1, new Speaker(0, i % 2), i, i + 1, texts.get(i)));
        }
        var nobody = new Person(Set.of("(unnamed)"), false);
        var named = new Person(name, true);
        return new NamedDialogue("sentences", "sentence-" + number, new Speech(new Conversation(1, turns)),
                List.of(whose.equals("address") ? named : nobody, whose.equals("own") ? named : nobody),
                whose.equals("neither") ? List.of(name) : List.of());
    }

    private static NamedDialogue of(String set, JsonNode json, Map<String, List<String>> absent) {
        var speakers = new HashMap<String, Speaker>();
        json.path("speakers").forEach(it -> speakers.computeIfAbsent(it.path("key").asText(),
                _ -> new Speaker(0, speakers.size())));
        var speech = new Speech(new Conversation(1, turns(json.path("turns"), speakers)));
        var byKey = new HashMap<Speaker, JsonNode>();
        json.path("speakers").forEach(it -> byKey.put(speakers.get(it.path("key").asText()), it));
        var id = json.path("id").asText();
        return new NamedDialogue(set, id, speech,
                speech.speakers().stream().map(speaker -> person(byKey.get(speaker))).toList(),
                absent.getOrDefault(id, List.of()).stream().map(NamedDialogue::words).filter(it -> !it.isEmpty()).toList());
    }

    private static List<Turn> turns(JsonNode said, Map<String, Speaker> speakers) {
        var turns = new ArrayList<Turn>();
        for (var it : said) {
            var speaker = speakers.computeIfAbsent(it.path("speaker").asText(), _ -> new Speaker(0, speakers.size()));
            var text = it.path("text").asText().strip();
            if (!turns.isEmpty() && turns.getLast().speaker().equals(speaker)) {
                text = turns.removeLast().text() + " " + text;
            }
            if (!text.isEmpty()) {
                turns.add(new Turn(turns.size() + 1, speaker, turns.size(), turns.size() + 1, text));
            }
        }
        return turns;
    }

    private static Person person(JsonNode speaker) {
        if (speaker == null || speaker.path("name").isNull()) {
            return new Person(Set.of(), false);
        }
        var words = new HashSet<>(words(speaker.path("name").asText()));
        speaker.path("alsoCalled").forEach(it -> words.addAll(words(it.asText())));
        return new Person(words, !speaker.path("said").isEmpty());
    }

    static Set<String> words(String name) {
        return Tokens.in(name)
                .stream()
                .map(Token::base)
                .filter(word -> word.length() > 1 && !Titles.contains(word) && !NOT_OF_A_NAME.contains(word))
                .collect(Collectors.toSet());
    }

    private static final Set<String> NOT_OF_A_NAME = Set.of("the", "of", "van", "der", "de", "von", "and", "chair", "counsel", "witness",
            "houston", "minister", "justice", "chief", "president", "governor", "general", "chairman", "vice", "chairwoman", "lord", "lady", "senator");

    /// Which dialogues share people, and so must not be learnt from and tried on.
    String series() {
        return switch (set) {
            case "ami" -> id.substring(0, Math.min(10, id.length()));
            case "nasa" -> id.substring(0, Math.min(8, id.length()));
            case "calls" -> String.join("-", List.of(id.split("-")).subList(0, Math.min(2, id.split("-").length)));
            case "podcasts" -> List.of("podcast-chaincode", "podcast-stephan-livera", "podcast-bitcoin-explained")
                    .stream()
                    .filter(id::startsWith)
                    .findFirst()
                    .orElse(id);
            case "sentences" -> "sentence-" + Integer.parseInt(id.substring(9)) / 3;
            default -> id;
        };
    }
}
