package dev.rolecall.webhook.callback;

import java.util.UUID;

import dev.rolecall.webhook.callback.Contents.Reason;

/// What became of a callback. All of these are 200: there is nothing that sending it again would change.
sealed interface Receipt {

    /// The transcript is stored and will be classified.
    record Stored(UUID transcriptId) implements Receipt {}

    /// Deepgram's failure is stored.
    record Failed(UUID transcriptId) implements Receipt {}

    /// This was here before, and changes nothing.
    record Duplicate(UUID transcriptId) implements Receipt {}

    /// The body is kept beside the transcripts, to be read under its hash.
    record SetAside(String sha256, Reason reason) implements Receipt {}

    /// The transcript was erased; nothing of it is kept again.
    record Erased(UUID transcriptId) implements Receipt {}
}
