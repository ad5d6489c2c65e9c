package dev.rolecall.classifier.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;

/// Finds speakers of different channels who say the same: a recording with all people on both channels.
final class RepeatedSpeech {
    private static final int RUN = 3;
    /// Fewer runs of words may be the same by chance.
    private static final int ENOUGH = 10;
    private static final double SHARE = 0.6;

    private RepeatedSpeech() {}

    /// @return groups of two speakers who cannot be told apart
    static List<List<Speaker>> in(Conversation conversation) {
        if (conversation.channels() < 2) {
            return List.of();
        }
        var runs = runs(conversation);
        var speakers = List.copyOf(conversation.speakers());
        var pairs = new ArrayList<List<Speaker>>();
        for (var one : speakers) {
            for (var other : speakers) {
                if (one.channel() < other.channel()
                        && isRepeated(runs.getOrDefault(one, Set.of()), runs.getOrDefault(other, Set.of()))) {
                    pairs.add(List.of(one, other));
                }
            }
        }
        return pairs;
    }

    private static boolean isRepeated(Set<String> one, Set<String> other) {
        var smaller = Math.min(one.size(), other.size());
        return smaller >= ENOUGH && one.stream().filter(other::contains).count() >= SHARE * smaller;
    }

    private static Map<Speaker, Set<String>> runs(Conversation conversation) {
        var words = new HashMap<Speaker, List<String>>();
        for (var turn : conversation.turns()) {
            words.computeIfAbsent(turn.speaker(), _ -> new ArrayList<>()).addAll(wordsOf(turn));
        }
        var runs = new HashMap<Speaker, Set<String>>();
        words.forEach((speaker, said) -> {
            var own = new HashSet<String>();
            for (var i = 0; i + RUN <= said.size(); i++) {
                own.add(String.join(" ", said.subList(i, i + RUN)));
            }
            runs.put(speaker, own);
        });
        return runs;
    }

    private static List<String> wordsOf(Turn turn) {
        return List.of(turn.text().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} ]", "").split("\\s+", -1));
    }
}
