package dev.rolecall.contract;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// An event about one transcript, as the value of a Kafka record.
public sealed interface TranscriptEvent permits TranscriptReady, TranscriptClassified {

    UUID transcriptId();

    /// The trace of the callback that brought the transcript, as a W3C `traceparent`; null if it was not traced.
    @Nullable
    String trace();
}
