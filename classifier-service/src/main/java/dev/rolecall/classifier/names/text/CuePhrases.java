package dev.rolecall.classifier.names.text;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.rolecall.classifier.names.text.PhraseTrie.Match;
import org.jspecify.annotations.Nullable;

/// The phrases that tell whose name is spoken, in many languages, from the text files in `cues`. To add a language, add
/// lines.
public enum CuePhrases {
    // before a name
    MY_NAME_IS,
    I_AM,
    THIS_IS,
    THAT_IS,
    GREETINGS,
    THANKS,
    HAND_OVERS,
    GUESTS,
    PREPOSITIONS,
    AND_OR,
    REPORTS,
    AGREES,
    QUOTES,
    // after a name
    SPEAKING,
    VERBS_AFTER,
    JOINS_AFTER,
    FROM_AFTER,
    YOU_AFTER,
    QUESTIONS,
    // anywhere
    YOU,
    THIRD_PERSON,
    I,
    YES_NO,
    GLAD,
    ASKS_A_NAME,
    FILLERS,
    NOT_NAMES;

    private static final Set<CuePhrases> BEFORE = EnumSet.range(MY_NAME_IS, QUOTES);
    private static final int MAX_FILLERS = 6;
    private static final PhraseTrie<CuePhrases> ENDING = new PhraseTrie<>();
    private static final PhraseTrie<CuePhrases> BEGINNING = new PhraseTrie<>();
    /// Single words: they are looked up for every word of a conversation.
    private static final Set<String> NO_NAMES = new HashSet<>();

    static {
        for (var cue : values()) {
            for (var words : PhraseFile.read("cues/" + cue.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
                (BEFORE.contains(cue) || cue == FILLERS ? ENDING : BEGINNING)
                        .add(BEFORE.contains(cue) || cue == FILLERS ? words.reversed() : words, cue);
                if (cue == NOT_NAMES && words.size() == 1) {
                    NO_NAMES.add(words.getFirst());
                }
                if (cue == FILLERS) {
                    BEGINNING.add(words, cue);
                }
            }
        }
    }

    /// Whether the word, in lower case, is written like a name or stands where one stands, and is none.
    public static boolean isNoName(String word) {
        return NO_NAMES.contains(word) || Titles.contains(word);
    }

    /// The phrases that begin at a word.
    static List<Match<CuePhrases>> beginningAt(List<Token> tokens, int at) {
        return BEGINNING.match(i -> word(tokens, at + i));
    }

    /// The phrases that end before a word.
    static List<Match<CuePhrases>> endingBefore(List<Token> tokens, int at) {
        return ENDING.match(i -> word(tokens, at - 1 - i));
    }

    boolean beginsAt(List<Token> tokens, int at) {
        return beginningAt(tokens, at).stream().anyMatch(found -> found.phrase() == this);
    }

    /// Whether this phrase ends right before a word, with nothing between them.
    public boolean endsBefore(List<Token> tokens, int at) {
        return endingBefore(tokens, at).stream().anyMatch(found -> found.phrase() == this);
    }

    /// The word behind the fillers that begin at a word.
    public static int afterFillers(List<Token> tokens, int at) {
        var next = at;
        for (var i = 0; i < MAX_FILLERS; i++) {
            next += longestFiller(beginningAt(tokens, next));
        }
        return next;
    }

    /// How many words the longest filler has that ends before a word.
    static int fillerBefore(List<Token> tokens, int at) {
        return longestFiller(endingBefore(tokens, at));
    }

    private static int longestFiller(List<Match<CuePhrases>> found) {
        return found.stream().filter(it -> it.phrase() == FILLERS).mapToInt(Match::length).max().orElse(0);
    }

    private static @Nullable String word(List<Token> tokens, int at) {
        return at >= 0 && at < tokens.size() ? tokens.get(at).word() : null;
    }
}
