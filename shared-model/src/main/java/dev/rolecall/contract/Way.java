package dev.rolecall.contract;

import java.util.Locale;

/// How a new transcript gets its labels. It is decided once, when the body is stored, and kept with the transcript.
public enum Way {
    /// An event is published, and a classifier takes it.
    QUEUE,
    /// A classifier is asked while the callback waits. An event follows only if it has not answered in time.
    INLINE,
    /// An event is published, and a classifier labels the transcript beside the result that another program gives it. The
    /// labels are compared and never shown.
    SHADOW,
    /// The transcript is stored and left alone, until an operator sends it to the queue.
    OFF;

    /// As flags and the database have it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is no such way
    public static Way of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
