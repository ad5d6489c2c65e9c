package dev.rolecall.classifier.names.text;

import java.util.List;
import java.util.Set;

import dev.rolecall.classifier.names.text.Token.Gap;

/// Finds cue phrases before and after a place in a turn.
public final class PhrasesAround {
    private static final int MAX_FILLERS = 6;
    private static final int QUOTE = 5;
    private static final int SOON = 12;
    private static final int MAX_ROLE = 4;
    private static final Set<String> DETERMINERS = Set.of("your", "the", "a", "an", "our");

    private PhrasesAround() {}

    public interface Found {
        /// @param isNewSentence whether a sentence ends between the phrase and the place
        void phrase(CuePhrases phrase, boolean isNewSentence);
    }

    /// The first word of the titles that end before a place; the place itself if there are none.
    public static int beforeTitles(List<Token> tokens, int at) {
        var first = at;
        while (first > 0 && tokens.get(first).before() == Gap.NONE
                && Titles.contains(tokens.get(first - 1).base())) {
            first--;
        }
        return first;
    }

    /// Finds the phrases that end at a place, and those that end before the fillers there.
    ///
    /// @return the first word of the fillers; the place itself if there are none
    public static int before(List<Token> tokens, int at, Found found) {
        var place = at;
        var isNewSentence = false;
        for (var i = 0; i <= MAX_FILLERS; i++) {
            isNewSentence |= tokens.get(place).before().endsASentence();
            var ends = isNewSentence;
            CuePhrases.endingBefore(tokens, place).forEach(it -> found.phrase(it.phrase(), ends));
            var filler = CuePhrases.fillerBefore(tokens, place);
            if (filler == 0 || isNewSentence) {
                break;
            }
            place -= filler;
        }
        return place;
    }

    public static void after(List<Token> tokens, int at, Found found) {
        CuePhrases.beginningAt(tokens, at).forEach(it -> found.phrase(it.phrase(), false));
    }

    /// Whether a word of speech ("said", "like") stands shortly before, in the same sentence.
    public static boolean isQuoted(List<Token> tokens, int at) {
        for (var i = at; i > Math.max(0, at - QUOTE) && !tokens.get(i).before().endsASentence(); i--) {
            if (CuePhrases.QUOTES.endsBefore(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    public static boolean saysYouSoon(List<Token> tokens, int from) {
        var end = Math.min(tokens.size(), from + SOON);
        for (var i = from; i < end; i++) {
            if (i > from && tokens.get(i).before().endsASentence()) {
                end = i;
            }
        }
        return isIn(tokens, from, end, CuePhrases.YOU);
    }

    public static boolean isIn(List<Token> tokens, int from, int to, CuePhrases wanted) {
        for (var i = from; i < to; i++) {
            if (wanted.beginsAt(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    /// Whether one of the two turns before asks for a name.
    public static boolean asksAName(Speech speech, int turn) {
        for (var i = Math.max(0, turn - 2); i < turn; i++) {
            var tokens = speech.tokens(i);
            if (isIn(tokens, Math.max(0, tokens.size() - 40), tokens.size(), CuePhrases.ASKS_A_NAME)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a turn says "my name is", or "I'm" before what is written like a name.
    public static boolean introducesSomebody(List<Token> tokens) {
        for (var i = 0; i < tokens.size(); i++) {
            if (CuePhrases.MY_NAME_IS.endsBefore(tokens, i)
                    || (tokens.get(i).isCapital() && CuePhrases.I_AM.endsBefore(tokens, i))) {
                return true;
            }
        }
        return false;
    }

    /// Whether the words contain a thank-you at their beginning.
    public static boolean thanks(List<Token> tokens) {
        for (var i = 1; i <= Math.min(tokens.size(), 5); i++) {
            if (CuePhrases.THANKS.endsBefore(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the name follows what the speaker is: "I'm your host Pierre", "I'm the manager, Ann".
    public static boolean isRoleOfTheSpeaker(List<Token> tokens, int at) {
        for (var i = at; i >= Math.max(1, at - MAX_ROLE) && !tokens.get(i).before().endsASentence(); i--) {
            if (i < at - 1 && isDeterminer(tokens.get(i).word()) && CuePhrases.I_AM.endsBefore(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDeterminer(String word) {
        return DETERMINERS.contains(word);
    }
}
