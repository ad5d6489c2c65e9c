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

/// Ways of saying a thing in many languages, from files beside this class: a regular expression a line, all lower case, `#`
/// before a remark. A language is added there, without a change of code.
///
/// No phrase begins in the middle of a word, so it is looked for where words begin, and only if it can begin with the
/// characters that are there: a hundredth of the work that one [Pattern] of all phrases would have.
public final class Phrases {
    private static final Pattern NONE = Pattern.compile("(?!)");
    private static final int BEGINNING = 4;
    /// More than languages have; random characters have more.
    private static final int MOST_BEGINNINGS = 20_000;

    private final List<Pattern> expressions;
    private final Map<String, Pattern> byBeginning = new ConcurrentHashMap<>();

    private Phrases(List<Pattern> expressions) {
        this.expressions = expressions;
    }

    /// @param after what each phrase is followed by, as an expression
    public static Phrases of(String after, String... files) {
        return new Phrases(
                Stream.of(files).flatMap(Phrases::lines).map(line -> compile("(?:" + line + ")" + after)).toList());
    }

    /// Any of the phrases of these files, as a group of an expression.
    static String anyOf(String... files) {
        return Stream.of(files).flatMap(Phrases::lines).collect(joining("|", "(?:", ")"));
    }

    /// Without regard to case, in every script.
    static Pattern compile(String expression) {
        return Pattern.compile(expression,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    public boolean isIn(String text) {
        return next(text, 0) != null;
    }

    /// What stands in the first group of an expression that matched, whichever of all the expressions it was.
    static String firstGroup(MatchResult found) {
        return IntStream.rangeClosed(1, found.groupCount())
                .mapToObj(found::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /// Where phrases are in a text; at most one for each place that they can begin at.
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
        var length = byBeginning.size() < MOST_BEGINNINGS ? BEGINNING : 1;
        var end = Math.min(text.length(), at + length);
        return text.substring(at,
                Character.isHighSurrogate(text.charAt(end - 1)) ? Math.min(text.length(), end + 1) : end);
    }

    private static boolean isBeginning(String text, int at) {
        var here = text.charAt(at);
        return !Character.isWhitespace(here)
                && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) || Turn.isUnspaced(here));
    }

    /// A text of a few characters matches a phrase, or could if it went on, or cannot.
    @SuppressWarnings("JdkObsolete") // hitEnd is what tells these apart
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
