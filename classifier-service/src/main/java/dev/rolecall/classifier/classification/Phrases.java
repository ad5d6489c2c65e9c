package dev.rolecall.classifier.classification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Ways of saying a thing in many languages, from files beside this class: a regular expression a line, `#` before a
/// remark. A language is added there, without a change of code.
final class Phrases {
    private Phrases() {}

    /// Any of the phrases of these files, as a group of a regular expression.
    static String anyOf(String... files) {
        return Stream.of(files).flatMap(Phrases::lines).collect(joining("|", "(?:", ")"));
    }

    /// Without regard to case, in every script.
    static Pattern compile(String expression) {
        return Pattern.compile(expression,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    private static Stream<String> lines(String file) {
        try (var lines = Phrases.class.getResourceAsStream(file + ".txt")) {
            if (lines == null) {
                throw new IllegalStateException("the phrases of " + file + " are missing");
            }
            return new String(lines.readAllBytes(), UTF_8).lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException("the phrases of " + file + " cannot be read", e);
        }
    }
}
