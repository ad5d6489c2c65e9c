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

/// A name, and the places where a text contains it. Words are compared as wholes, without case and accents, and
/// tolerate spellings that speech recognition produces ("Kowalsky" for Kowalski).
///
/// @param words without titles, normalised for comparison
public record SpokenName(List<String> words) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’-][\\p{L}\\p{M}\\p{N}]+)*");
    private static final Pattern TITLE = Phrases.compile(Phrases.anyOf("titles"));
    /// Accents of European scripts. In other scripts marks are letters: मीना is not मोना.
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]");
    private static final Pattern POSSESSIVE = Pattern.compile("['’]s$");
    private static final JaroWinklerSimilarity SPELLING = new JaroWinklerSimilarity();
    private static final DoubleMetaphone SOUND = new DoubleMetaphone();
    /// Shorter words that are similar are different names: Tim and Tom.
    private static final int MIN_FUZZY_LENGTH = 4;
    private static final double ALIKE = 0.92;
    /// Of Jaro's three terms, the shares of common letters are at least this much where the likeness is 0.7 or more.
    private static final double MIN_COMMON = 1.1;
    private static final double ALIKE_IF_IT_SOUNDS_THE_SAME = 0.8;

    /// Where a text contains a word of the name, in characters.
    public record Place(int start, int end) {}

    public static SpokenName of(String name) {
        return new SpokenName(WORD.matcher(name)
                .results()
                .map(MatchResult::group)
                .filter(word -> !TITLE.matcher(word).matches())
                .map(SpokenName::plain)
                .toList());
    }

    /// The words of several names together, to find out whether any of them is spoken.
    public static List<SpokenName> anyOf(List<String> names) {
        var byScript = names.stream().map(SpokenName::of).collect(partitioningBy(SpokenName::isUnspaced));
        return byScript.values()
                .stream()
                .filter(alike -> !alike.isEmpty())
                .map(alike -> new SpokenName(alike.stream().flatMap(name -> name.words.stream()).distinct().toList()))
                .toList();
    }

    /// Every place where the text contains one of the words.
    public List<Place> places(String text) {
        return isUnspaced()
                ? unspacedPlaces(text)
                : WORD.matcher(text)
                        .results()
                        .filter(word -> words.stream().anyMatch(own -> isAlike(own, plain(word.group()))))
                        .map(word -> new Place(word.start(), word.end()))
                        .toList();
    }

    /// Whether both can be names of one person: one is equal to, or part of, the other.
    public boolean isAlike(SpokenName other) {
        return isPartOf(other) || other.isPartOf(this);
    }

    private boolean isPartOf(SpokenName other) {
        return !words.isEmpty()
                && words.stream().allMatch(word -> other.words.stream().anyMatch(theirs -> isAlike(word, theirs)));
    }

    /// Whether two words, in lower case, may be spellings of one name.
    public static boolean isAlike(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        if (Math.min(one.length(), other.length()) < MIN_FUZZY_LENGTH || !mayBeAlike(one, other)) {
            return false;
        }
        var likeness = SPELLING.apply(one, other);
        return likeness >= ALIKE || (likeness >= ALIKE_IF_IT_SOUNDS_THE_SAME && soundsTheSame(one, other));
    }

    /// A bound of the likeness that costs little: it is at most 0.7 if so few letters of one are in the other.
    private static boolean mayBeAlike(String one, String other) {
        var letters = letters(one);
        var otherLetters = letters(other);
        var common = Math.min(one.length() - Integer.bitCount(letters & ~otherLetters),
                other.length() - Integer.bitCount(otherLetters & ~letters));
        return common * (1.0 / one.length() + 1.0 / other.length()) >= MIN_COMMON;
    }

    /// One bit for each of the alphabet's letters; other letters share them.
    private static int letters(String word) {
        var letters = 0;
        for (var i = 0; i < word.length(); i++) {
            letters |= 1 << (word.charAt(i) & 31);
        }
        return letters;
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

    /// Scripts without blanks have no separate words to compare.
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
