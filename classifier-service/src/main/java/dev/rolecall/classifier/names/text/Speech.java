package dev.rolecall.classifier.names.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.SimilarWords;
import org.jspecify.annotations.Nullable;

/// A conversation in words: who speaks when, and how much.
public final class Speech {
    private final Conversation conversation;
    private final List<Speaker> speakers;
    private final int[] speakerOfTurn;
    /// Ordinary text has a capital in fewer words than this.
    private static final int FEW_CAPITALS = 50;

    private final List<List<Token>> tokens;
    private final int[] first;
    private final int[] last;
    private final int[] turns;
    private final Set<String> words = new HashSet<>();
    private int capitals;
    private @Nullable SimilarWords similar;

    public Speech(Conversation conversation) {
        this.conversation = conversation;
        this.speakers = List.copyOf(conversation.speakers());
        var index = index(conversation.speakers());
        var count = conversation.turns().size();
        this.speakerOfTurn = new int[count];
        this.tokens = new ArrayList<>(count);
        this.first = new int[speakers.size()];
        this.last = new int[speakers.size()];
        this.turns = new int[speakers.size()];
        for (var i = 0; i < count; i++) {
            var turn = conversation.turns().get(i);
            tokens.add(Tokens.in(turn.text()));
            tokens.getLast().forEach(this::count);
            speakerOfTurn[i] = index.getOrDefault(turn.speaker(), -1);
            count(speakerOfTurn[i], i);
        }
    }

    private static Map<Speaker, Integer> index(SortedSet<Speaker> speakers) {
        var index = new HashMap<Speaker, Integer>();
        speakers.forEach(speaker -> index.put(speaker, index.size()));
        return index;
    }

    private void count(Token token) {
        words.add(token.base());
        capitals += token.isCapital() ? 1 : 0;
    }

    private void count(int speaker, int turn) {
        if (speaker >= 0) {
            first[speaker] = turns[speaker] == 0 ? turn : first[speaker];
            last[speaker] = turn;
            turns[speaker]++;
        }
    }

    public List<Speaker> speakers() {
        return speakers;
    }

    /// Whether names are likely to be written with capitals here: some other words are, at the beginning of sentences.
    public boolean hasCapitals() {
        return capitals * FEW_CAPITALS >= tokens.stream().mapToInt(List::size).sum();
    }

    /// Number of turns.
    public int size() {
        return tokens.size();
    }

    /// @param turn from 0
    public List<Token> tokens(int turn) {
        return tokens.get(turn);
    }

    public Turn turn(int turn) {
        return conversation.turns().get(turn);
    }

    /// Index of the speaker of a turn; -1 if nobody is known to have spoken it, or there is no such turn.
    public int speakerOf(int turn) {
        return turn >= 0 && turn < speakerOfTurn.length ? speakerOfTurn[turn] : -1;
    }

    public int firstTurnOf(int speaker) {
        return first[speaker];
    }

    public int lastTurnOf(int speaker) {
        return last[speaker];
    }

    /// Of all turns, from 0 to 1.
    public double share(int speaker) {
        return speaker < 0 ? 0 : turns[speaker] / (double) tokens.size();
    }

    /// Words that may be a name as speech recognition heard it.
    ///
    /// @param name one word, in lower case
    public List<String> similarTo(String name) {
        if (similar == null) {
            similar = new SimilarWords(words);
        }
        return similar.to(name);
    }

    /// @param word in lower case
    public boolean says(String word) {
        return words.contains(word);
    }

    /// Whether the turn ends in a question.
    public boolean asks(int turn) {
        return turn(turn).text().stripTrailing().endsWith("?");
    }

    /// Who speaks the most words in some turns.
    ///
    /// @param speaker -1 if nobody speaks
    public record Most(int speaker, int words) {}

    /// @param except a speaker who is left out
    public Most most(int from, int to, int except) {
        var words = new int[speakers.size()];
        var most = new Most(-1, 0);
        for (var turn = Math.max(0, from); turn <= Math.min(to, size() - 1); turn++) {
            var speaker = speakerOfTurn[turn];
            if (speaker >= 0 && speaker != except) {
                words[speaker] += tokens.get(turn).size();
                most = words[speaker] > most.words() ? new Most(speaker, words[speaker]) : most;
            }
        }
        return most;
    }
}
