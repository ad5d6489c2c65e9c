package dev.rolecall.webhook.callback;

import java.util.List;
import java.util.Map;

import dev.rolecall.model.Status;
import org.jspecify.annotations.Nullable;

/// The columns of `transcripts` that a callback fills.
record NewTranscript(String requestId, Status status, @Nullable String errorCode, @Nullable String errorText,
        @Nullable Double durationSeconds, @Nullable Integer channels, @Nullable Integer speakers,
        @Nullable String language, @Nullable String model, List<String> tags, Map<String, String> extra) {

    static NewTranscript of(Contents.Transcription it) {
        return new NewTranscript(it.requestId(), Status.COMPLETED, null, null, it.durationSeconds(), it.channels(),
                it.speakers(), it.language(), it.model(), it.tags(), it.extra());
    }

    static NewTranscript of(Contents.Failure it) {
        return new NewTranscript(it.requestId(), Status.FAILED, it.code(), it.text(), null, null, null, null, null,
                List.of(), Map.of());
    }
}
