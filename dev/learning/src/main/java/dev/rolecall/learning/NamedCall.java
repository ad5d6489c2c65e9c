package dev.rolecall.learning;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.rolecall.benchmarks.evaluation.Dialogue;
import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.text.Speech;
import dev.rolecall.classifier.names.text.Titles;
import dev.rolecall.classifier.names.text.Token;
import dev.rolecall.classifier.names.text.Tokens;

/// A conversation whose speakers' true names are known, as the classifier reads it.
///
/// @param set the kind of talk, by the name of its file
/// @param people by the index of the speaker
/// @param absent persons who are only spoken about, each by the words of their name
record NamedCall(String set, String id, Speech speech, List<Person> people, List<Set<String>> absent) {
    /// The own sentences, see `sentences.txt`.
    static final String SENTENCES = "sentences";
    private static final Person UNNAMED = new Person(Set.of(), false);
    /// Parts of names and forms of address that name nobody: "van der", "Madam Chair".
    private static final Set<String> NO_NAME = Set.of("the", "of", "van", "der", "de", "von", "and", "chair", "counsel",
            "witness", "houston", "minister", "justice", "chief", "president", "governor", "general", "chairman",
            "vice",
            "chairwoman", "lord", "lady", "senator");

    /// @param words of all names of the person, in lower case, without titles; empty if the true name is not known
    /// @param isSaid whether the conversation says one of them
    record Person(Set<String> words, boolean isSaid) {
        boolean isKnown() {
            return !words.isEmpty();
        }
    }

    static NamedCall of(Dialogue dialogue) {
        var speech = new Speech(new Conversation(1, turns(dialogue)));
        return new NamedCall(dialogue.set(), dialogue.id(), speech,
                speech.speakers()
                        .stream()
                        .map(speaker -> person(dialogue, Objects.requireNonNull(speaker.number())))
                        .toList(),
                dialogue.absent().stream().map(NamedCall::words).filter(words -> !words.isEmpty()).toList());
    }

    private static List<Turn> turns(Dialogue dialogue) {
        var turns = new ArrayList<Turn>();
        for (var said : dialogue.said()) {
            var speaker = new Speaker(0, said.person());
            var text = said.text();
            if (!turns.isEmpty() && turns.getLast().speaker().equals(speaker)) {
                text = turns.removeLast().text() + " " + text;
            }
            turns.add(new Turn(turns.size() + 1, speaker, turns.size(), turns.size() + 1, text));
        }
        return turns;
    }

    private static Person person(Dialogue dialogue, int number) {
        var words = words(String.join(" ", dialogue.person(number).names()));
        return new Person(words, !words.isEmpty() && dialogue.isNamed(number));
    }

    private static Set<String> words(String name) {
        return Tokens.in(name)
                .stream()
                .map(Token::base)
                .filter(word -> word.length() > 1 && !Titles.contains(word) && !NO_NAME.contains(word))
                .collect(toSet());
    }

    /// Short calls around single sentences, each with three answers of the other.
    static List<NamedCall> sentences(String text) {
        var calls = new ArrayList<NamedCall>();
        for (var line : text.lines().filter(it -> !it.isBlank() && !it.startsWith("#")).toList()) {
            var parts = line.split("\\|", 4);
            var before = parts.length == 4 ? parts[3] : "Hello, how can I help you today?";
            for (var answer : List.of("Yes, of course. Let me look at that for you.", "Okay.",
                    "Hi, what is it about?")) {
                calls.add(sentence(calls.size(), parts[0], words(parts[1]), List.of(before, parts[2], answer,
                        "Thank you very much.", "You are welcome.")));
            }
        }
        return calls;
    }

    /// @param whose `own`, `address` of the other, or `neither`
    private static NamedCall sentence(int number, String whose, Set<String> name, List<String> texts) {
        var turns = new ArrayList<Turn>();
        for (var i = number % 2; i < texts.size(); i++) {
            turns.add(new Turn(turns.size() + 1, new Speaker(0, i % 2), i, i + 1, texts.get(i)));
        }
        var named = new Person(name, true);
        return new NamedCall(SENTENCES, "sentence-" + number, new Speech(new Conversation(1, turns)),
                List.of(whose.equals("address") ? named : UNNAMED, whose.equals("own") ? named : UNNAMED),
                whose.equals("neither") ? List.of(name) : List.of());
    }

    /// Calls of one series have people in common, and must not be learnt from and tried on.
    String series() {
        return set + switch (set) {
            case "ami" -> id.substring(0, Math.min(10, id.length()));
            case "nasa" -> id.substring(0, Math.min(8, id.length()));
            case "calls" -> String.join("-", List.of(id.split("-")).subList(0, Math.min(2, id.split("-").length)));
            case "podcasts" -> List.of("podcast-chaincode", "podcast-stephan-livera", "podcast-bitcoin-explained")
                    .stream()
                    .filter(id::startsWith)
                    .findFirst()
                    .orElse(id);
            case SENTENCES -> "sentence-" + Integer.parseInt(id.substring(9)) / 3;
            default -> id;
        };
    }
}
