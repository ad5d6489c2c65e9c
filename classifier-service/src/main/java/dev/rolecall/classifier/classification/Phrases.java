package dev.rolecall.classifier.classification;

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

/// Ways of saying a thing in many languages, from files beside this class: a regular expression a line, all lower case, `#`
/// before a remark. A language is added there, without a change of code.
///
/// No phrase begins in the middle of a word, so it is looked for where words begin, and only if it can begin with the
/// character that is there: a twentieth of the work that one [Pattern] of all phrases would have.
final class Phrases {
    private static final Pattern NONE = Pattern.compile("(?!)");

    private final List<Pattern> expressions;
    private final Map<Integer, Pattern> byBeginning = new ConcurrentHashMap<>();

    private Phrases(List<Pattern> expressions) {
        this.expressions = expressions;
    }

    /// @param after what each phrase is followed by, as an expression
    static Phrases of(String after, String... files) {
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

    boolean isIn(String text) {
        return find(text).findAny().isPresent();
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
        return IntStream.range(0, text.length())
                .filter(at -> isBeginning(text, at))
                .mapToObj(at -> byBeginning.computeIfAbsent(text.codePointAt(at), this::thatCanBeginWith)
                        .matcher(text)
                        .useTransparentBounds(true)
                        .useAnchoringBounds(false)
                        .region(at, text.length()))
                .filter(matcher -> matcher.lookingAt())
                .map(matcher -> matcher.toMatchResult());
    }

    private static boolean isBeginning(String text, int at) {
        var here = text.charAt(at);
        return !Character.isWhitespace(here)
                && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) || Turn.isUnspaced(here));
    }

    /// A text of one character matches a phrase, or could if it went on, or cannot.
    @SuppressWarnings("JdkObsolete") // hitEnd is what tells these apart
    private Pattern thatCanBeginWith(int codePoint) {
        var beginning = Character.toString(codePoint);
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
