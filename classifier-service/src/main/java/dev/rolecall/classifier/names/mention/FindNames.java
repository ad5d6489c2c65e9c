package dev.rolecall.classifier.names.mention;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rolecall.classifier.names.text.CuePhrases;
import dev.rolecall.classifier.names.text.PhrasesAround;
import dev.rolecall.classifier.names.text.Speech;
import dev.rolecall.classifier.names.text.Token;
import dev.rolecall.classifier.names.text.Token.Gap;

/// Finds the words that a conversation uses as names, by how they are written: with a capital inside a sentence, and
/// hardly ever without. Not all of them are persons' names. Where nothing is capitalised, a name is what follows "my name
/// is".
public final class FindNames {
    /// A name is written without a capital in at most this share of its mentions.
    private static final double LOWER_CASE = 0.1;
    private static final int MAX_WORDS = 4;

    private final Speech speech;
    private final Map<String, Count> counts = new HashMap<>();
    private final Map<String, Set<String>> followers = new HashMap<>();
    private final Set<String> introduced = new HashSet<>();

    private FindNames(Speech speech) {
        this.speech = speech;
    }

    private static final class Count {
        private int capital;
        private int inside;
        private int lower;
    }

    /// Names by the words that belong together: "jack" and "swigert" are one if every Jack is followed by Swigert.
    public static List<Set<String>> in(Speech speech) {
        return new FindNames(speech).find();
    }

    /// All runs of the given words, in the order of the conversation.
    public static List<Mention> mentions(Speech speech, Set<String> words) {
        var mentions = new ArrayList<Mention>();
        for (var turn = 0; turn < speech.size(); turn++) {
            mentions(turn, speech.tokens(turn), words, mentions);
        }
        return mentions;
    }

    private static void mentions(int turn, List<Token> tokens, Set<String> words, List<Mention> mentions) {
        for (var from = 0; from < tokens.size();) {
            var to = from;
            while (to < tokens.size() && to - from < MAX_WORDS && words.contains(tokens.get(to).base())
                    && isWrittenLikeAName(tokens.get(to))
                    && (to == from || isJoined(tokens, to))) {
                to++;
            }
            if (to > from) {
                var said = new HashSet<String>();
                tokens.subList(from, to).forEach(token -> said.add(token.base()));
                mentions.add(new Mention(turn, from, to, Set.copyOf(said)));
            }
            from = Math.max(to, from + 1);
        }
    }

    /// "he" is not Mr. He, nor "He" at the beginning of a sentence.
    private static boolean isWrittenLikeAName(Token token) {
        return (token.isCapital() && !token.before().endsASentence()) || !CuePhrases.isNoName(token.base());
    }

    private static boolean isJoined(List<Token> tokens, int at) {
        return tokens.get(at).before() == Gap.NONE && !tokens.get(at - 1).isPossessive();
    }

    private List<Set<String>> find() {
        for (var turn = 0; turn < speech.size(); turn++) {
            count(speech.tokens(turn));
        }
        var names = new HashSet<>(introduced);
        counts.forEach((word, count) -> {
            if (count.inside > 0 && count.lower <= LOWER_CASE * count.capital) {
                names.add(word);
            }
        });
        return together(names);
    }

    private void count(List<Token> tokens) {
        for (var i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (CuePhrases.isNoName(token.base())) {
                continue;
            }
            var isInside = !token.before().endsASentence() && token.before() != Gap.BREAK;
            var count = counts.computeIfAbsent(token.base(), _ -> new Count());
            if (token.isCapital()) {
                count.capital++;
                count.inside += isInside ? 1 : 0;
                if (i > 0 && isInside && tokens.get(i - 1).isCapital() && isJoined(tokens, i)) {
                    followers.computeIfAbsent(tokens.get(i - 1).base(), _ -> new HashSet<>()).add(token.base());
                }
            } else {
                count.lower++;
            }
            introduced(tokens, i);
        }
    }

    private void introduced(List<Token> tokens, int at) {
        var start = PhrasesAround.beforeTitles(tokens, at);
        PhrasesAround.before(tokens, start, (phrase, isNewSentence) -> {
            if (phrase == CuePhrases.MY_NAME_IS && !isNewSentence
                    && Character.isLetter(tokens.get(at).base().charAt(0))) {
                introduced.add(tokens.get(at).base());
            }
        });
    }

    private List<Set<String>> together(Set<String> names) {
        var persons = new ArrayList<Set<String>>();
        var used = new HashSet<String>();
        var firstNames = new HashMap<String, Set<String>>();
        followers.forEach((first, lasts) -> {
            var known = lasts.stream().filter(names::contains).toList();
            if (names.contains(first) && known.size() == 1) {
                firstNames.computeIfAbsent(known.getFirst(), _ -> new HashSet<>()).add(first);
            }
        });
        firstNames.forEach((last, firsts) -> {
            if (!used.contains(last)) {
                var person = new HashSet<>(firsts);
                person.removeAll(used);
                person.add(last);
                used.addAll(person);
                persons.add(person);
            }
        });
        names.stream().filter(name -> !used.contains(name)).forEach(name -> persons.add(Set.of(name)));
        return persons;
    }
}
