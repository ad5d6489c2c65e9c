package dev.rolecall.webhook.ingestion;

import java.util.Map;
import java.util.UUID;

import dev.rolecall.webhook.body.ParsedBody.Reason;

/// What became of a callback. All of these are 200: there is nothing that sending it again would change.
public sealed interface CallbackOutcome {

    /// The transcript is stored and will be classified.
    record Stored(UUID transcriptId) implements CallbackOutcome {}

    /// Deepgram's failure is stored.
    record Failed(UUID transcriptId) implements CallbackOutcome {}

    /// This was here before, and changes nothing.
    record Duplicate(UUID transcriptId) implements CallbackOutcome {}

    /// A failure of something that has ended already: it changes nothing.
    record Ignored(UUID transcriptId) implements CallbackOutcome {}

    /// The body is kept beside the transcripts, to be read under its hash.
    record SetAside(String sha256, Reason reason) implements CallbackOutcome {}

    /// The transcript was erased; nothing of it is kept again.
    record Erased(UUID transcriptId) implements CallbackOutcome {}

    /// As an answer. Deepgram does not read it; people who try a callback by hand do.
    default Map<String, String> asAnswer() {
        return switch (this) {
            case Stored(var id) -> answer("stored", id);
            case Failed(var id) -> answer("failed", id);
            case Duplicate(var id) -> answer("duplicate", id);
            case Ignored(var id) -> answer("ignored", id);
            case Erased(var id) -> answer("erased", id);
            case SetAside(var sha256, var reason) ->
                Map.of("outcome", "set-aside", "reason", reason.text(), "sha256", sha256);
        };
    }

    private static Map<String, String> answer(String outcome, UUID id) {
        return Map.of("outcome", outcome, "transcriptId", id.toString());
    }
}
