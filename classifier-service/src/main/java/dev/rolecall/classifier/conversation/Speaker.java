package dev.rolecall.classifier.conversation;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/// A speaker as Deepgram labels it. The numbers start at 0 in every channel, so a speaker is identified by both.
///
/// @param number null if the word has no speaker label
public record Speaker(int channel, @Nullable Integer number) implements Comparable<Speaker> {
    private static final Comparator<Speaker> ORDER = Comparator.comparingInt(Speaker::channel)
            .thenComparing(Speaker::number, Comparator.nullsFirst(Comparator.naturalOrder()));

    /// `0:1` is speaker 1 of channel 0; `0` is channel 0 without a speaker label.
    public String key() {
        return number == null ? Integer.toString(channel) : channel + ":" + number;
    }

    @Override
    public int compareTo(Speaker other) {
        return ORDER.compare(this, other);
    }
}
