package dev.rolecall.classifier.conversation;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/// Who said a word, as far as Deepgram can tell: its numbers begin again in every channel.
///
/// @param number null where no diarizer ran
public record Speaker(int channel, @Nullable Integer number) implements Comparable<Speaker> {
    private static final Comparator<Speaker> ORDER = Comparator.comparingInt(Speaker::channel)
            .thenComparing(Speaker::number, Comparator.nullsFirst(Comparator.naturalOrder()));

    /// `0:1` is speaker 1 of channel 0; `0` is whoever speaks in channel 0.
    public String key() {
        return number == null ? Integer.toString(channel) : channel + ":" + number;
    }

    @Override
    public int compareTo(Speaker other) {
        return ORDER.compare(this, other);
    }
}
