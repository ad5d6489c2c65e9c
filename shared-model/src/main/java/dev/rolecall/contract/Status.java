package dev.rolecall.contract;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/// How far one of the two works on a transcript has come. Deepgram's (`status`) and the model's (`processing_status`)
/// have the same four steps and are never mixed: see docs/flow.md.
public enum Status {
    PENDING, PROCESSING, COMPLETED, FAILED;

    /// As it is written in the database, in JSON and in queries: lower case.
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is none of this name
    public static Status of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
