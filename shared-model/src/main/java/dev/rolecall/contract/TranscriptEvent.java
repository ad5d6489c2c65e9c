package dev.rolecall.contract;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// What is said of a transcript on a topic.
public sealed interface TranscriptEvent permits TranscriptReady, TranscriptClassified {

    UUID transcriptId();

    /// The trace of the callback that brought it, as a W3C `traceparent`; null where it was not traced.
    @Nullable
    String trace();
}
