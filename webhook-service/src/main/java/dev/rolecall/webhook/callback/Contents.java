package dev.rolecall.webhook.callback;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a body says about itself, taken out while it was read.
sealed interface Contents {

    /// Deepgram's transcript.
    ///
    /// @param durationSeconds of the audio
    /// @param speakers distinct (channel, speaker) keys among the words
    record Transcription(String requestId, @Nullable Double durationSeconds, @Nullable Integer channels, int speakers,
            @Nullable String language, @Nullable String model, List<String> tags, Map<String, String> extra)
            implements
                Contents {}

    /// Deepgram could not transcribe: one of the documented error bodies.
    record Failure(String requestId, @Nullable String code, @Nullable String text) implements Contents {}

    /// A complete body that belongs to no transcript; sent again, it would be the same.
    record Unusable(@Nullable String requestId, Reason reason) implements Contents {}

    /// Why a body is set aside.
    enum Reason {
        NOT_JSON, NO_REQUEST_ID, UNUSABLE_REQUEST_ID, NO_RESULTS, ANOTHER_BODY, NOT_STORABLE;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
