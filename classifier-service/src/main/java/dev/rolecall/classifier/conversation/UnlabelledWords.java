package dev.rolecall.classifier.conversation;

import java.util.ArrayList;
import java.util.List;

/// Whose are the words that Deepgram left without a speaker label, in a channel where others have one? A neighbour's: that
/// of both sides if it is one speaker, else of the nearer one. A long run between two speakers, or one that is set off by
/// pauses, belongs to no speaker.
final class UnlabelledWords {
    private static final int LONG = 10;
    /// In seconds.
    private static final double PAUSE = 1;

    private final List<Word> words;

    private UnlabelledWords(List<Word> words) {
        this.words = words;
    }

    /// @param channel the words of one channel, in the order of time
    static List<Word> assign(List<Word> channel) {
        var isDiarized = channel.stream().anyMatch(UnlabelledWords::isLabelled);
        return isDiarized && !channel.stream().allMatch(UnlabelledWords::isLabelled)
                ? new UnlabelledWords(channel).assign()
                : channel;
    }

    private List<Word> assign() {
        var assigned = new ArrayList<Word>(words.size());
        for (var from = 0; from < words.size();) {
            var to = from;
            while (to < words.size() && !isLabelled(words.get(to))) {
                to++;
            }
            if (to > from) {
                var speaker = speakerOf(from, to);
                words.subList(from, to).forEach(word -> assigned.add(word.by(speaker)));
                from = to;
            } else {
                assigned.add(words.get(from++));
            }
        }
        return assigned;
    }

    private Speaker speakerOf(int from, int to) {
        var none = words.get(from).speaker();
        var before = from == 0 ? none : words.get(from - 1).speaker();
        var after = to == words.size() ? none : words.get(to).speaker();
        if (before.equals(after)) {
            return before;
        }
        var pauseBefore = from == 0 ? Double.MAX_VALUE : words.get(from).start() - words.get(from - 1).end();
        var pauseAfter = to == words.size() ? Double.MAX_VALUE : words.get(to).start() - words.get(to - 1).end();
        if (to - from > LONG || Math.min(pauseBefore, pauseAfter) > PAUSE) {
            return none;
        }
        return pauseBefore <= pauseAfter ? before : after;
    }

    private static boolean isLabelled(Word word) {
        return word.speaker().number() != null;
    }
}
