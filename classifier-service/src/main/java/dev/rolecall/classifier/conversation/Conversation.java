package dev.rolecall.classifier.conversation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A transcript as people read it: turns in the order of time, every word of Deepgram's in exactly one of them.
///
/// Built from words, because Deepgram's utterances mix speakers (FACTS: 10 of 233), and sorted, because its times
/// overlap and now and then run backwards.
///
/// @param channels how many the audio has
public record Conversation(int channels, List<Turn> turns) {
    /// Where two channels talk at once, a channel's words stay together until it pauses this long, in seconds.
    private static final double PAUSE = 1.0;

    public static Conversation of(int channels, List<Word> words) {
        var segments = new ArrayList<List<Word>>();
        for (var channel : byChannel(words).values()) {
            segments.addAll(segments(channel, channels > 1));
        }
        segments.sort(Comparator.comparingDouble(segment -> segment.getFirst().start()));
        return new Conversation(channels, turns(segments));
    }

    public SortedSet<Speaker> speakers() {
        var speakers = new TreeSet<Speaker>();
        turns.forEach(turn -> speakers.add(turn.speaker()));
        return speakers;
    }

    /// Why there is nobody to tell apart; empty if there is somebody.
    public Optional<String> unlabelledReason() {
        if (turns.isEmpty()) {
            return Optional.of("no-words");
        }
        var isDiarized = turns.stream().anyMatch(turn -> turn.speaker().number() != null);
        return channels > 1 || isDiarized ? Optional.empty() : Optional.of("one-channel-without-speakers");
    }

    private static SortedMap<Integer, List<Word>> byChannel(List<Word> words) {
        var channels = new TreeMap<Integer, List<Word>>();
        words.stream()
                .sorted(Comparator.comparingDouble(Word::start))
                .forEach(word -> channels.computeIfAbsent(word.speaker().channel(), _ -> new ArrayList<>()).add(word));
        return channels;
    }

    private static List<List<Word>> segments(List<Word> channel, boolean breakAtPauses) {
        var segments = new ArrayList<List<Word>>();
        Word last = null;
        for (var word : channel) {
            if (last == null || !word.speaker().equals(last.speaker())
                    || (breakAtPauses && word.start() - last.end() > PAUSE)) {
                segments.add(new ArrayList<>());
            }
            segments.getLast().add(word);
            last = word;
        }
        return segments;
    }

    private static List<Turn> turns(List<List<Word>> segments) {
        var turns = new ArrayList<List<Word>>();
        for (var segment : segments) {
            if (!turns.isEmpty() && turns.getLast().getFirst().speaker().equals(segment.getFirst().speaker())) {
                turns.getLast().addAll(segment);
            } else {
                turns.add(new ArrayList<>(segment));
            }
        }
        return java.util.stream.IntStream.range(0, turns.size())
                .mapToObj(i -> Turn.of(i + 1, turns.get(i)))
                .toList();
    }
}
