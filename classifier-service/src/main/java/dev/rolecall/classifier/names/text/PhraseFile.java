package dev.rolecall.classifier.names.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.rolecall.classifier.names.Phrases;

/// Reads phrases from a text file: `thanks|thank you (so much)|obrigad[oa]`, one or more in a line, in lower case, with `#`
/// before a comment. What is in parentheses may be left out, and of the letters in brackets one is taken.
final class PhraseFile {
    private PhraseFile() {}

    /// @return each phrase as its words, as [Tokens] splits them
    static List<List<String>> read(String name) {
        return lines(name).flatMap(phrase -> spelled(phrase).stream())
                .map(phrase -> Tokens.in(phrase).stream().map(Token::word).toList())
                .distinct()
                .toList();
    }

    /// @return each phrase as it is written
    static Stream<String> lines(String name) {
        try (var file = Phrases.class.getResourceAsStream(name + ".txt")) {
            if (file == null) {
                throw new IllegalStateException("resource " + name + ".txt is missing");
            }
            return new String(file.readAllBytes(), UTF_8).lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split("\\|", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read resource " + name + ".txt", e);
        }
    }

    private static List<String> spelled(String phrase) {
        var at = firstOf(phrase, '(', '[');
        if (at < 0) {
            return List.of(phrase);
        }
        var end = phrase.indexOf(phrase.charAt(at) == '(' ? ')' : ']', at);
        var inside = phrase.substring(at + 1, end);
        var choices = phrase.charAt(at) == '('
                ? List.of("", inside)
                : inside.chars().mapToObj(Character::toString).toList();
        var spelled = new ArrayList<String>();
        for (var choice : choices) {
            spelled.addAll(spelled(phrase.substring(0, at) + choice + phrase.substring(end + 1)));
        }
        return spelled;
    }

    private static int firstOf(String text, char one, char other) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) == one || text.charAt(i) == other) {
                return i;
            }
        }
        return -1;
    }
}
