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

/// A sentence or two of one turn, in its own words. Ordered as they were said.
final class Snippet implements Comparable<Snippet> {
    private static final Comparator<Snippet> ORDER = Comparator.<Snippet>comparingInt(piece -> piece.turn.number())
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

    /// @param longest in characters
    static List<Snippet> of(Turn turn, int longest) {
        var texts = cut(turn.text(), longest);
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new Snippet(turn, i, i == texts.size() - 1, texts.get(i)))
                .toList();
    }

    Turn turn() {
        return turn;
    }

    /// From 0, within the turn.
    int index() {
        return index;
    }

    boolean isLast() {
        return isLast;
    }

    String text() {
        return text;
    }

    /// What stands before a turn's first piece.
    String head() {
        return "[" + turn.number() + "] " + turn.speaker().key() + ": ";
    }

    /// Of its text and what stands around it, at most. Counted once, for counting takes as long as all else.
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
        return other instanceof Snippet piece && compareTo(piece) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * turn.number() + index;
    }

    /// At the ends of sentences, or else, where recognition gave no punctuation, between words.
    private static List<String> cut(String text, int longest) {
        var pieces = new ArrayList<StringBuilder>();
        finer(split(text, BreakIterator.getSentenceInstance(Locale.ROOT)), longest,
                BreakIterator.getLineInstance(Locale.ROOT))
                .flatMap(part -> finer(List.of(part), longest, BreakIterator.getCharacterInstance(Locale.ROOT)))
                .forEach(part -> append(pieces, part, longest));
        return pieces.stream().map(piece -> piece.toString().strip()).filter(piece -> !piece.isEmpty()).toList();
    }

    private static Stream<String> finer(List<String> parts, int longest, BreakIterator boundaries) {
        return parts.stream()
                .flatMap(part -> part.length() <= longest ? Stream.of(part) : split(part, boundaries).stream());
    }

    private static void append(List<StringBuilder> pieces, String part, int longest) {
        if (pieces.isEmpty() || pieces.getLast().length() + part.length() > longest) {
            pieces.add(new StringBuilder());
        }
        pieces.getLast().append(part);
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
