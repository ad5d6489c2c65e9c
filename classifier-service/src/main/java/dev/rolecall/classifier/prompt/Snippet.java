package dev.rolecall.classifier.prompt;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rolecall.classifier.conversation.Turn;
import org.jspecify.annotations.Nullable;

/// One or two sentences of one turn, in the original words. Ordered by time.
final class Snippet implements Comparable<Snippet> {
    private static final Comparator<Snippet> ORDER = Comparator.<Snippet>comparingInt(snippet -> snippet.turn.number())
            .thenComparingInt(Snippet::index);

    private final Turn turn;
    private final int index;
    private final boolean isLast;
    private final String text;
    private int tokens;

    private Snippet(Turn turn, int index, boolean isLast, String text) {
        this.turn = turn;
        this.index = index;
        this.isLast = isLast;
        this.text = text;
    }

    /// @param max length in characters
    static List<Snippet> of(Turn turn, int max) {
        var texts = cut(turn.text(), max);
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new Snippet(turn, i, i == texts.size() - 1, texts.get(i)))
                .toList();
    }

    Turn turn() {
        return turn;
    }

    /// Index within the turn, from 0.
    int index() {
        return index;
    }

    boolean isLast() {
        return isLast;
    }

    String text() {
        return text;
    }

    /// The prefix of a turn's line.
    String head() {
        return "[" + turn.number() + "] " + turn.speaker().key() + ": ";
    }

    /// Upper bound for the tokens of the text and its surroundings. Counted once, because counting takes as long as
    /// everything else.
    int tokens() {
        if (tokens == 0) {
            tokens = TokenCount.in(head() + text) + 2;
        }
        return tokens;
    }

    @Override
    public int compareTo(Snippet other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Snippet snippet && compareTo(snippet) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * turn.number() + index;
    }

    /// Splits at the ends of sentences or, in a text without punctuation, between words.
    private static List<String> cut(String text, int max) {
        var snippets = new ArrayList<StringBuilder>();
        finer(split(text, BreakIterator.getSentenceInstance(Locale.ROOT)), max,
                BreakIterator.getLineInstance(Locale.ROOT))
                .flatMap(part -> finer(List.of(part), max, BreakIterator.getCharacterInstance(Locale.ROOT)))
                .forEach(part -> append(snippets, part, max));
        return snippets.stream().map(snippet -> snippet.toString().strip()).filter(snippet -> !snippet.isEmpty())
                .toList();
    }

    private static Stream<String> finer(List<String> parts, int max, BreakIterator boundaries) {
        return parts.stream()
                .flatMap(part -> part.length() <= max ? Stream.of(part) : split(part, boundaries).stream());
    }

    private static void append(List<StringBuilder> snippets, String part, int max) {
        if (snippets.isEmpty() || snippets.getLast().length() + part.length() > max) {
            snippets.add(new StringBuilder());
        }
        snippets.getLast().append(part);
    }

    private static List<String> split(String text, BreakIterator boundaries) {
        boundaries.setText(text);
        var parts = new ArrayList<String>();
        var start = boundaries.first();
        for (var end = boundaries.next(); end != BreakIterator.DONE; start = end, end = boundaries.next()) {
            parts.add(text.substring(start, end));
        }
        return parts;
    }
}
