package dev.rolecall.webhook.ingestion;

import java.util.List;
import java.util.Map;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.body.ParsedBody;
import org.jspecify.annotations.Nullable;

/// The columns of `transcripts` that a body fills.
record NewTranscript(@Nullable String requestId, Status status, @Nullable String errorCode, @Nullable String errorText,
        @Nullable Double durationSeconds, @Nullable Integer channels, @Nullable Integer speakers,
        @Nullable String language, @Nullable String model, List<String> tags, Map<String, String> extra) {

    /// @throws IllegalArgumentException for what says nothing about a transcript
    static NewTranscript of(ParsedBody contents) {
        return switch (contents) {
            case ParsedBody.Transcription it -> new NewTranscript(it.requestId(), Status.COMPLETED, null, null,
                    it.durationSeconds(), it.channels(), it.speakers(), it.language(), it.model(), it.tags(),
                    it.extra());
            case ParsedBody.Failure(var requestId, var code, var text) -> failed(requestId, code, text);
            case ParsedBody.PlainText(var text) -> failed(null, "plain-text", text);
            case ParsedBody.Unusable(_, var reason) -> throw new IllegalArgumentException(
                    "a body without a transcript: " + reason.text());
        };
    }

    private static NewTranscript failed(@Nullable String requestId, @Nullable String code, @Nullable String text) {
        return new NewTranscript(requestId, Status.FAILED, code, text, null, null, null, null, null, List.of(),
                Map.of());
    }
}
