package dev.rolecall.webhook.body;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a body contains, extracted while it was read.
public sealed interface ParsedBody {

    /// Deepgram's request id; null if the body has none, or one that cannot be stored.
    @Nullable
    String requestId();

    /// A transcript.
    ///
    /// @param durationSeconds duration of the audio
    /// @param speakers number of distinct (channel, speaker) keys of the words
    record Transcription(@Nullable String requestId, @Nullable Double durationSeconds, @Nullable Integer channels,
            int speakers, @Nullable String language, @Nullable String model, List<String> tags,
            Map<String, String> extra)
            implements
                ParsedBody {}

    /// An error: one of the shapes that Deepgram documents.
    record Failure(@Nullable String requestId, @Nullable String code, @Nullable String text) implements ParsedBody {}

    /// A short text that is not JSON. Deepgram reports some errors in this form; only the path can name the transcript.
    record PlainText(String text) implements ParsedBody {
        @Override
        public @Nullable String requestId() {
            return null;
        }
    }

    /// A complete body from which no transcript and no error can be read. Receiving it again would not change that.
    record Unusable(@Nullable String requestId, Reason reason) implements ParsedBody {}

    /// Why a body is quarantined.
    enum Reason {
        /// The body is not one JSON object.
        NOT_JSON,
        /// Its nesting, a string or a number exceeds the limits of [ScanBody].
        BEYOND_BOUNDS,
        /// It has no request id, and its path names no transcript.
        NO_REQUEST_ID,
        /// It is neither a transcript nor an error.
        NO_RESULTS,
        /// It is one message of live streaming, which is not assembled to a transcript.
        STREAMING_MESSAGE,
        /// Rolecall's own code failed on it. The log has the stack trace.
        INTERNAL_ERROR,
        /// Its transcript already has a different body.
        ANOTHER_BODY,
        /// Its path names a transcript of another request id.
        ANOTHER_REQUEST,
        /// PostgreSQL rejects a value in it.
        NOT_STORABLE;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
