package dev.rolecall.classifier.names;

import static java.util.stream.Collectors.partitioningBy;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.rolecall.classifier.conversation.Turn;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/// A name and where it is said: whole words, whatever their case and accents, and what speech recognition makes of them
/// ("Kowalsky" for Kowalski).
///
/// @param words without titles, as they are compared
public record SpokenName(List<String> words) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’-][\\p{L}\\p{M}\\p{N}]+)*");
    private static final Pattern TITLE = Phrases.compile(Phrases.anyOf("titles"));
    /// Of European scripts. In others, marks are letters: मीना is not मोना.
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]");
    private static final Pattern POSSESSIVE = Pattern.compile("['’]s$");
    private static final JaroWinklerSimilarity SPELLING = new JaroWinklerSimilarity();
    private static final DoubleMetaphone SOUND = new DoubleMetaphone();
    /// Shorter words that look alike are different names: Tim and Tom.
    private static final int SHORTEST_FUZZY = 4;
    private static final double ALIKE = 0.92;
    private static final double ALIKE_IF_IT_SOUNDS_THE_SAME = 0.8;

    /// Where a word of the name stands in a text, in characters.
    public record Place(int start, int end) {}

    public static SpokenName of(String name) {
        return new SpokenName(WORD.matcher(name)
                .results()
                .map(MatchResult::group)
                .filter(word -> !TITLE.matcher(word).matches())
                .map(SpokenName::plain)
                .toList());
    }

    /// All words of several names, for whoever only wants to know whether one of them is said.
    public static List<SpokenName> anyOf(List<String> names) {
        var byScript = names.stream().map(SpokenName::of).collect(partitioningBy(SpokenName::isUnspaced));
        return byScript.values()
                .stream()
                .filter(alike -> !alike.isEmpty())
                .map(alike -> new SpokenName(alike.stream().flatMap(name -> name.words.stream()).distinct().toList()))
                .toList();
    }

    /// Every place at which any of its words is said.
    public List<Place> places(String text) {
        return isUnspaced()
                ? unspacedPlaces(text)
                : WORD.matcher(text)
                        .results()
                        .filter(word -> words.stream().anyMatch(own -> isAlike(own, plain(word.group()))))
                        .map(word -> new Place(word.start(), word.end()))
                        .toList();
    }

    /// Each of its words, as a name.
    public Stream<SpokenName> inWords() {
        return words.stream().map(word -> new SpokenName(List.of(word)));
    }

    /// Whether both can be the same person's: one is the other or a part of it.
    public boolean isAlike(SpokenName other) {
        return isPartOf(other) || other.isPartOf(this);
    }

    private boolean isPartOf(SpokenName other) {
        return !words.isEmpty()
                && words.stream().allMatch(word -> other.words.stream().anyMatch(theirs -> isAlike(word, theirs)));
    }

    private static boolean isAlike(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        if (Math.min(one.length(), other.length()) < SHORTEST_FUZZY) {
            return false;
        }
        var likeness = SPELLING.apply(one, other);
        return likeness >= ALIKE || (likeness >= ALIKE_IF_IT_SOUNDS_THE_SAME && soundsTheSame(one, other));
    }

    private static boolean soundsTheSame(String one, String other) {
        var sound = SOUND.doubleMetaphone(one);
        return sound != null && !sound.isEmpty() && sound.equals(SOUND.doubleMetaphone(other));
    }

    private static String plain(String word) {
        var decomposed = Normalizer.normalize(POSSESSIVE.matcher(word).replaceFirst(""), Normalizer.Form.NFKD);
        return Normalizer.normalize(ACCENTS.matcher(decomposed).replaceAll(""), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT);
    }

    /// Scripts without blanks have no whole words to compare.
    private boolean isUnspaced() {
        return words.stream().anyMatch(word -> word.codePoints().anyMatch(Turn::isUnspaced));
    }

    private List<Place> unspacedPlaces(String text) {
        return words.stream().flatMap(word -> placesOf(word, text)).toList();
    }

    private static Stream<Place> placesOf(String word, String text) {
        return Pattern.compile(Pattern.quote(word), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .results()
                .map(found -> new Place(found.start(), found.end()));
    }
}
