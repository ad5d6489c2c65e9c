package dev.rolecall.classifier.names;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.SpokenName.Place;

/// Whose name a spoken name is: the speaker's own ("my name is Priya"), that of the person who is addressed ("thanks,
/// Priya"), or another person's ("I spoke with Priya").
public final class NameCues {
    /// How many characters before and after a name are searched for a phrase.
    private static final int CHARS_BEFORE = 60;
    private static final int MAX_WORDS_OF_AN_ANSWER = 4;
    private static final int CHARS_AFTER = 30;

    /// A phrase does not begin in the middle of a word. Checked for Latin and Cyrillic only.
    private static final String BEGINNING = "(?<![\\p{IsLatin}\\p{IsCyrillic}\\p{N}'’])";
    private static final String GAP = "(?:[\\s,:]+|(?<=[\\p{IsHan}\\p{IsHiragana}\\p{IsHangul}]))";
    private static final String TITLES = "(?:" + Phrases.anyOf("titles") + "\\.?\\s+)*";
    /// A first name before the name. Common first words of a sentence are excluded, because they are capitalised too.
    private static final String FIRST_NAME = "(?:(?!(?:is|are|was|did|does|do|has|have|can|could|will|would|and|but|then|when|"
            + "where|who|what|how|why|if|my|our|your|the|we|he|she|they|it|so|i)\\s)(?-i:\\p{Lu}[\\p{L}'’-]*\\s+))?";

    private static final Pattern INTRODUCED = before(Phrases.anyOf("introductions", "introductions-maybe"));
    private static final Pattern INTRODUCED_AFTER = Phrases
            .compile("^[\\s,]*" + Phrases.anyOf("introductions-after") + "(?![\\p{IsLatin}\\p{IsCyrillic}])");
    private static final Pattern ADDRESSED = before(Phrases.anyOf("addresses"));
    private static final Pattern MAYBE_ADDRESSED = before(Phrases.anyOf("addresses-maybe"));
    private static final Phrases PARTICIPANT_ADDRESSED = Phrases.of(GAP + "(?:" + Phrases.anyOf("titles")
            + "(?![\\p{L}])|(?-i:\\p{Lu}\\p{L}+)|[\\p{IsHan}\\p{IsKatakana}])", "addresses");
    private static final Phrases TITLE_ADDRESSED = Phrases
            .of(GAP + Phrases.anyOf("titles") + "\\s*(?:$|[.!?,;:])", "addresses-maybe");
    private static final Phrases STATED = Phrases
            .of(GAP + TITLES + "(?-i:(\\p{Lu}[\\p{L}'’-]+(?:\\s+\\p{Lu}[\\p{L}'’-]+)?))", "introductions");
    private static final Phrases NAMES = Phrases.of(GAP + TITLES + "(\\p{L}{2,})", "introductions",
            "introductions-maybe", "addresses", "addresses-maybe");
    private static final Pattern EDGE_BEFORE = Phrases.compile("(?:^|[.!?,;:、。，！？])\\s*" + TITLES + FIRST_NAME + "$");
    private static final Pattern EDGE_AFTER = Phrases
            .compile("^(?:\\s+(?-i:\\p{Lu}[\\p{L}'’-]*))?\\s*(?:$|[.!?,;:、。，！？])");
    private static final Pattern ASKS_FOR_A_NAME = Phrases
            .compile(
                    "\\bnames?\\b|\\bnombre\\b|\\bnom\\b|\\bnome\\b|\\bnaam\\b|\\bimię\\b|\\bzovut\\b|зовут|имя|名字|名前|이름|नाम|اسم"
                            + "|\\bwho am i (?:speaking|talking) (?:to|with)\\b");
    private static final Pattern FILLERS = Phrases.compile(
            "\\b(?:yes|yeah|yep|sure|okay|ok|oh|um|uh|uhm|it's|its|of course|sí|si|oui|ja|sim|da|да)\\b|是的?|はい|네");

    private NameCues() {}

    private static Pattern before(String phrases) {
        return Phrases.compile(BEGINNING + phrases + GAP + TITLES + FIRST_NAME + "$");
    }

    /// Whether the speaker of this text introduces themselves by the name.
    ///
    /// @param previousTurn text of the previous turn, which is another speaker's; empty if there is none
    public static boolean isOwn(String text, Place name, String previousTurn) {
        return !isPossessive(text, name) && (INTRODUCED.matcher(left(text, name)).find()
                || (EDGE_BEFORE.matcher(left(text, name)).find()
                        && INTRODUCED_AFTER.matcher(right(text, name)).find())
                || isAnAnswer(text, name, previousTurn));
    }

    /// Whether the speaker of this text addresses another participant by the name.
    public static boolean isAddress(String text, Place name, String previousTurn) {
        return !isOwn(text, name, previousTurn) && !isPossessive(text, name)
                && (ADDRESSED.matcher(left(text, name)).find() || (EDGE_AFTER.matcher(right(text, name)).find()
                        && (EDGE_BEFORE.matcher(left(text, name)).find()
                                || MAYBE_ADDRESSED.matcher(left(text, name)).find())));
    }

    /// Whether the text addresses a participant by any name or title: "thank you, doctor".
    public static boolean addressesAParticipant(String text) {
        return PARTICIPANT_ADDRESSED.isIn(text) || TITLE_ADDRESSED.isIn(text);
    }

    /// The names by which the speaker of this text introduces themselves, from unambiguous phrases only.
    public static List<String> statedIn(String text) {
        return STATED.find(text).map(Phrases::firstGroup).toList();
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

    /// "I'm Tom's wife": the speaker is not Tom.
    private static boolean isPossessive(String text, Place name) {
        return text.startsWith("'s", name.end()) || text.startsWith("’s", name.end())
                || text.substring(name.start(), name.end()).matches(".*['’]s");
    }

    /// Whether the name answers a question for a name in the previous turn: "And your name?" – "Yes, Tom Reed."
    private static boolean isAnAnswer(String text, Place name, String previousTurn) {
        if (!ASKS_FOR_A_NAME.matcher(previousTurn).find()) {
            return false;
        }
        var sentence = FILLERS.matcher(sentenceAround(text, name)).replaceAll("");
        return sentence.split("[^\\p{L}\\p{N}'’-]+").length <= MAX_WORDS_OF_AN_ANSWER;
    }

    private static String sentenceAround(String text, Place name) {
        var start = name.start();
        while (start > 0 && !isEnd(text.charAt(start - 1))) {
            start--;
        }
        var end = name.end();
        while (end < text.length() && !isEnd(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end).strip();
    }

    private static boolean isEnd(char c) {
        return ".!?。！？".indexOf(c) >= 0;
    }

    private static String left(String text, Place name) {
        return text.substring(Math.max(0, name.start() - CHARS_BEFORE), name.start());
    }

    private static String right(String text, Place name) {
        return text.substring(name.end(), Math.min(text.length(), name.end() + CHARS_AFTER));
    }
}
