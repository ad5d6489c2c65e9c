package dev.rolecall.classifier.classification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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

    /// For texts that are all lower case: a third faster.
    static Pattern compileLowerCase(String expression) {
        return Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS);
    }

    /// Where in a text a pattern matches. No phrase begins in the middle of a word, so only beginnings are tried: a tenth of
    /// the work that [Pattern] would have with so many alternatives.
    static Stream<MatchResult> find(Pattern pattern, String text) {
        var matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        return IntStream.range(0, text.length())
                .filter(at -> isBeginning(text, at))
                .filter(at -> matcher.region(at, text.length()).lookingAt())
                .mapToObj(_ -> matcher.toMatchResult());
    }

    static boolean isIn(Pattern pattern, String text) {
        return find(pattern, text).findAny().isPresent();
    }

    private static boolean isBeginning(String text, int at) {
        var here = text.charAt(at);
        return !Character.isWhitespace(here)
                && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) || Turn.isUnspaced(here));
    }

    private static Stream<String> lines(String file) {
        try (var lines = Phrases.class.getResourceAsStream(file + ".txt")) {
            if (lines == null) {
                throw new IllegalStateException("the phrases of " + file + " are missing");
            }
            return new String(lines.readAllBytes(), UTF_8).lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    // only beginnings are tried: see find
                    .map(line -> line.startsWith("\\b") ? line.substring(2) : line);
        } catch (IOException e) {
            throw new UncheckedIOException("the phrases of " + file + " cannot be read", e);
        }
    }
}
