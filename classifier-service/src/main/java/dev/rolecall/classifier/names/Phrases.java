package dev.rolecall.classifier.names;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rolecall.classifier.conversation.Turn;
import org.jspecify.annotations.Nullable;

/// Phrases in many languages, from text files beside this class: one regular expression per line, in lower case, with
/// `#` before a comment. To add a language, add lines.
///
/// A phrase begins where a word begins, so only those places are searched, and only for phrases that can begin with the
/// characters found there. That is a hundredth of the work of one [Pattern] of all phrases.
public final class Phrases {
    private static final Pattern NONE = Pattern.compile("(?!)");
    private static final int BEGINNING = 4;
    /// Bounds the cache: natural languages have fewer beginnings, random characters have more.
    private static final int MAX_BEGINNINGS = 20_000;

    private final List<Pattern> expressions;
    private final Map<String, Pattern> byBeginning = new ConcurrentHashMap<>();

    private Phrases(List<Pattern> expressions) {
        this.expressions = expressions;
    }

    /// @param after regular expression that must follow each phrase
    public static Phrases of(String after, String... files) {
        return new Phrases(
                Stream.of(files).flatMap(Phrases::lines).map(line -> compile("(?:" + line + ")" + after)).toList());
    }

    /// The phrases of these files, as one group of a regular expression.
    static String anyOf(String... files) {
        return Stream.of(files).flatMap(Phrases::lines).collect(joining("|", "(?:", ")"));
    }

    /// Compiles an expression that ignores case, in every script.
    static Pattern compile(String expression) {
        return Pattern.compile(expression,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    public boolean isIn(String text) {
        return next(text, 0) != null;
    }

    /// The first group that matched, whichever expression it belongs to.
    static String firstGroup(MatchResult found) {
        return IntStream.rangeClosed(1, found.groupCount())
                .mapToObj(found::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /// Finds phrases in a text, at most one for each place where one can begin.
    Stream<MatchResult> find(String text) {
        return Stream.iterate(next(text, 0), Objects::nonNull, found -> next(text, found.start() + 1));
    }

    private @Nullable MatchResult next(String text, int from) {
        for (var at = from; at < text.length(); at++) {
            if (isBeginning(text, at)) {
                var phrases = byBeginning.computeIfAbsent(beginning(text, at), this::thatCanBeginWith);
                if (phrases != NONE) {
                    var matcher = phrases.matcher(text)
                            .useTransparentBounds(true)
                            .useAnchoringBounds(false)
                            .region(at, text.length());
                    if (matcher.lookingAt()) {
                        return matcher.toMatchResult();
                    }
                }
            }
        }
        return null;
    }

    private String beginning(String text, int at) {
        var length = byBeginning.size() < MAX_BEGINNINGS ? BEGINNING : 1;
        var end = Math.min(text.length(), at + length);
        return text.substring(at,
                Character.isHighSurrogate(text.charAt(end - 1)) ? Math.min(text.length(), end + 1) : end);
    }

    private static boolean isBeginning(String text, int at) {
        var here = text.charAt(at);
        return !Character.isWhitespace(here)
                && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) || Turn.isUnspaced(here));
    }

    /// Keeps the phrases that match the beginning, or could match if the text went on.
    @SuppressWarnings("JdkObsolete") // hitEnd tells that a longer text could match
    private Pattern thatCanBeginWith(String beginning) {
        var possible = expressions.stream().filter(expression -> {
            var matcher = expression.matcher(beginning);
            return matcher.lookingAt() || matcher.hitEnd();
        }).map(Pattern::pattern).collect(joining("|"));
        return possible.isEmpty() ? NONE : compile(possible);
    }

    private static Stream<String> lines(String file) {
        try (var lines = Phrases.class.getResourceAsStream(file + ".txt")) {
            if (lines == null) {
                throw new IllegalStateException("resource " + file + ".txt is missing");
            }
            return new String(lines.readAllBytes(), UTF_8).lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read resource " + file + ".txt", e);
        }
    }
}
