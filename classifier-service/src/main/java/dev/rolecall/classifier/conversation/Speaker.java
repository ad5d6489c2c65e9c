package dev.rolecall.classifier.conversation;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/// A speaker as Deepgram labels it. The numbers start at 0 in every channel, so the key is (channel, number).
///
/// @param number null if the body has no speaker labels
public record Speaker(int channel, @Nullable Integer number) implements Comparable<Speaker> {
    private static final Comparator<Speaker> ORDER = Comparator.comparingInt(Speaker::channel)
            .thenComparing(Speaker::number, Comparator.nullsFirst(Comparator.naturalOrder()));

    /// `0:1` is speaker 1 of channel 0; `0` is the only speaker of channel 0.
    public String key() {
        return number == null ? Integer.toString(channel) : channel + ":" + number;
    }

    @Override
    public int compareTo(Speaker other) {
        return ORDER.compare(this, other);
    }
}
