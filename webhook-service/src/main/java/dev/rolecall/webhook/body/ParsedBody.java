package dev.rolecall.webhook.body;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a body says about itself, taken out while it was read.
public sealed interface ParsedBody {

    /// Deepgram's; null if the body names none, or none that can be stored.
    @Nullable
    String requestId();

    /// Deepgram's transcript.
    ///
    /// @param durationSeconds of the audio
    /// @param speakers distinct (channel, speaker) keys among the words
    record Transcription(@Nullable String requestId, @Nullable Double durationSeconds, @Nullable Integer channels,
            int speakers, @Nullable String language, @Nullable String model, List<String> tags,
            Map<String, String> extra)
            implements
                ParsedBody {}

    /// Deepgram could not transcribe: one of the documented error bodies.
    record Failure(@Nullable String requestId, @Nullable String code, @Nullable String text) implements ParsedBody {}

    /// A few words that are no JSON. Deepgram answers some errors so; of which transcript, only the path can tell.
    record PlainText(String text) implements ParsedBody {
        @Override
        public @Nullable String requestId() {
            return null;
        }
    }

    /// A complete body that says nothing about a transcript; sent again, it would be the same.
    record Unusable(@Nullable String requestId, Reason reason) implements ParsedBody {}

    /// Why a body is set aside.
    enum Reason {
        /// Not one JSON object.
        NOT_JSON,
        /// Nested, or with a string or a number, beyond what anybody says: see [ScanBody].
        BEYOND_BOUNDS,
        /// Nothing to know its transcript by.
        NO_REQUEST_ID,
        /// Neither a transcript nor an error.
        NO_RESULTS,
        /// Its transcript has a different one.
        ANOTHER_BODY,
        /// It came for a transcript that another request of Deepgram's belongs to.
        ANOTHER_REQUEST,
        /// PostgreSQL refuses a value in it.
        NOT_STORABLE;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
