package dev.rolecall.classifier.conversation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A transcript as turns in the order of time. Every word is in exactly one turn.
///
/// Turns are built from words, because Deepgram's utterances mix speakers (10 of 233 in six real bodies), and words are
/// sorted, because their times overlap and sometimes run backwards.
///
/// @param channels number of channels of the audio
public record Conversation(int channels, List<Turn> turns) {
    /// In seconds: where two channels speak at once, a channel's words stay in one turn until it pauses this long.
    private static final double PAUSE = 1.0;

    public static Conversation of(int channels, List<Word> words) {
        var segments = new ArrayList<List<Word>>();
        for (var channel : byChannel(words).values()) {
            segments.addAll(segments(UnlabelledWords.assign(channel), channels > 1));
        }
        segments.sort(Comparator.comparingDouble(segment -> segment.getFirst().start()));
        return new Conversation(channels, turns(segments));
    }

    /// Who speaks. Words without a label, in a channel where others have one, belong to no speaker.
    public SortedSet<Speaker> speakers() {
        var speakers = new TreeSet<Speaker>();
        turns.forEach(turn -> speakers.add(turn.speaker()));
        var diarized = speakers.stream()
                .filter(speaker -> speaker.number() != null)
                .map(Speaker::channel)
                .collect(Collectors.toSet());
        speakers.removeIf(speaker -> speaker.number() == null && diarized.contains(speaker.channel()));
        return speakers;
    }

    /// Channels on which nothing is said.
    public List<Integer> silentChannels() {
        var heard = turns.stream().map(turn -> turn.speaker().channel()).collect(Collectors.toSet());
        return IntStream.range(0, channels).boxed().filter(channel -> !heard.contains(channel)).toList();
    }

    /// Why there are no speakers to tell apart; empty if there are.
    public Optional<String> unlabelledReason() {
        if (turns.isEmpty()) {
            return Optional.of("no-words");
        }
        var isDiarized = turns.stream().anyMatch(turn -> turn.speaker().number() != null);
        return channels - silentChannels().size() > 1 || isDiarized
                ? Optional.empty()
                : Optional.of("one-channel-without-speakers");
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
        return IntStream.range(0, turns.size())
                .mapToObj(i -> Turn.of(i + 1, turns.get(i)))
                .toList();
    }
}
