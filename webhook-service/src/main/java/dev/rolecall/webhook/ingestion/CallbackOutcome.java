package dev.rolecall.webhook.ingestion;

import java.util.Map;
import java.util.UUID;

import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import org.jspecify.annotations.Nullable;

/// What happened to a callback. Each of these is answered with 200: sending the callback again would change nothing.
public sealed interface CallbackOutcome {

    /// The transcript is stored and will be classified.
    ///
    /// @param inline its event, if a classifier is to be asked now; otherwise null
    record Stored(UUID transcriptId, @Nullable OutboxRow inline) implements CallbackOutcome {}

    /// Deepgram's error is stored.
    record Failed(UUID transcriptId) implements CallbackOutcome {}

    /// The transcript has had this body before.
    record Duplicate(UUID transcriptId) implements CallbackOutcome {}

    /// An error for a transcript that has a success or another error. Nothing was stored.
    record Ignored(UUID transcriptId) implements CallbackOutcome {}

    /// The body is in quarantine, where it is read under its hash.
    record Quarantined(String sha256, Reason reason) implements CallbackOutcome {
        @Override
        public @Nullable UUID transcriptId() {
            return null;
        }
    }

    /// The transcript was erased. Nothing was stored.
    record Erased(UUID transcriptId) implements CallbackOutcome {}

    /// @return null if the body belongs to no transcript
    @Nullable
    UUID transcriptId();

    /// The outcome in metrics and logs. Quarantined bodies that nobody need look at, and those that somebody must, have
    /// their own, because alerts tell them apart.
    default String text() {
        return switch (this) {
            case Stored _ -> "stored";
            case Failed _ -> "failed";
            case Duplicate _ -> "duplicate";
            case Ignored _ -> "ignored";
            case Erased _ -> "erased";
            case Quarantined(_, var reason) -> switch (reason) {
                case STREAMING_MESSAGE, INTERNAL_ERROR -> reason.text();
                default -> "quarantined";
            };
        };
    }

    /// `{outcome, transcriptId}`, or `{outcome, reason, sha256}` for a quarantined body.
    default Map<String, String> asJson() {
        return switch (this) {
            case Quarantined(var sha256, var reason) ->
                Map.of("outcome", "quarantined", "reason", reason.text(), "sha256", sha256);
            case Stored(var id, _) -> Map.of("outcome", text(), "transcriptId", id.toString());
            case Failed(var id) -> Map.of("outcome", text(), "transcriptId", id.toString());
            case Duplicate(var id) -> Map.of("outcome", text(), "transcriptId", id.toString());
            case Ignored(var id) -> Map.of("outcome", text(), "transcriptId", id.toString());
            case Erased(var id) -> Map.of("outcome", text(), "transcriptId", id.toString());
        };
    }
}
