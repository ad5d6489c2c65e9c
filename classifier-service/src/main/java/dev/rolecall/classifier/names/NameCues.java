package dev.rolecall.classifier.names;

import java.util.regex.MatchResult;
import java.util.stream.IntStream;

import dev.rolecall.classifier.conversation.Turn;

/// Which texts speak to a participant, and which are likely to name a person. Whose name it is, is weighed elsewhere.
public final class NameCues {
    private static final String GAP = "(?:[\\s,:]+|(?<=[\\p{IsHan}\\p{IsHiragana}\\p{IsHangul}]))";
    private static final String TITLES = "(?:" + Phrases.anyOf("titles") + "\\.?\\s+)*";
    private static final Phrases PARTICIPANT_ADDRESSED = Phrases.of(GAP + "(?:" + Phrases.anyOf("titles")
            + "(?![\\p{L}])|(?-i:\\p{Lu}\\p{L}+)|[\\p{IsHan}\\p{IsKatakana}])", "addresses");
    private static final Phrases TITLE_ADDRESSED = Phrases
            .of(GAP + Phrases.anyOf("titles") + "\\s*(?:$|[.!?,;:])", "addresses-maybe");
    private static final Phrases NAMES = Phrases.of(GAP + TITLES + "(\\p{L}{2,})", "introductions",
            "introductions-maybe", "addresses", "addresses-maybe");

    private NameCues() {}

    /// Whether the text addresses a participant by any name or title: "thank you, doctor".
    public static boolean addressesAParticipant(String text) {
        return PARTICIPANT_ADDRESSED.isIn(text) || TITLE_ADDRESSED.isIn(text);
    }

    /// Whether the text probably introduces or addresses a person by name, so that an excerpt should include it.
    public static boolean probablyNamesAPerson(String text) {
        return hasACapitalAfterTheFirstCharacter(text) && NAMES.find(text).anyMatch(NameCues::isCapital);
    }

    /// A cheap check before searching for phrases. A Chinese, Japanese or Korean letter counts as a capital.
    private static boolean hasACapitalAfterTheFirstCharacter(String text) {
        return IntStream.range(1, text.length())
                .anyMatch(i -> isCapitalOfAWord(text, i) || isEastAsian(text.charAt(i)));
    }

    private static boolean isCapitalOfAWord(String text, int at) {
        return Character.isUpperCase(text.charAt(at)) && !Character.isLetterOrDigit(text.charAt(at - 1))
                && at + 1 < text.length() && Character.isLowerCase(text.charAt(at + 1));
    }

    /// Whether the letter is from U+2E80 on: nearly always Chinese, Japanese or Korean.
    private static boolean isEastAsian(char c) {
        return c >= '\u2E80' && Character.isLetter(c);
    }

    private static boolean isCapital(MatchResult found) {
        var first = Phrases.firstGroup(found).codePointAt(0);
        return Character.isUpperCase(first) || Turn.isUnspaced(first);
    }
}
