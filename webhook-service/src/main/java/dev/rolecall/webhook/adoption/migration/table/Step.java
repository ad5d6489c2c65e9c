package dev.rolecall.webhook.adoption.migration.table;

import java.util.Locale;

/// How far the adoption of a table has come.
public enum Step {
    /// The table is as its owner made it.
    NONE,
    /// The table has `processing_status` beside its own status, and a trigger that keeps it true.
    SCHEMA,
    /// Its rows and bodies are in Rolecall's tables too.
    COPY,
    /// A view over Rolecall's tables has its name.
    CUTOVER,
    /// Nothing has its name any more.
    COMPLETE;

    /// As commands and the database have it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Step of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
