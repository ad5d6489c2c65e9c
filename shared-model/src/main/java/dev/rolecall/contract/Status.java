package dev.rolecall.contract;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/// The state of Deepgram's work on a transcript (`status`) or of its classification (`processing_status`). Both have
/// the same four values and are never mixed: see docs/flow.md.
public enum Status {
    PENDING,
    PROCESSING,
    COMPLETED,
    FAILED;

    /// The value in the database, in JSON and in queries: lower case.
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if no status has this name
    public static Status of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
