package dev.rolecall.webhook.ingestion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.body.ParsedBody;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The columns of `transcripts` that come from a body.
record NewTranscript(@Nullable String requestId, Status status, @Nullable String errorCode, @Nullable String errorText,
        @Nullable Double durationSeconds, @Nullable Integer channels, @Nullable Integer speakers,
        @Nullable String language, @Nullable String model, List<String> tags, Map<String, String> extra) {

    /// @throws IllegalArgumentException if the body contains neither a transcript nor an error
    static NewTranscript of(ParsedBody contents) {
        return switch (contents) {
            case ParsedBody.Transcription it -> new NewTranscript(it.requestId(), Status.COMPLETED, null, null,
                    it.durationSeconds(), it.channels(), it.speakers(), it.language(), it.model(), it.tags(),
                    it.extra());
            case ParsedBody.Failure(var requestId, var code, var text) -> failed(requestId, code, text);
            case ParsedBody.PlainText(var text) -> failed(null, "plain-text", text);
            case ParsedBody.Unusable(_, var reason) -> throw new IllegalArgumentException(
                    "the body contains neither a transcript nor an error: " + reason.text());
        };
    }

    private static NewTranscript failed(@Nullable String requestId, @Nullable String code, @Nullable String text) {
        return new NewTranscript(requestId, Status.FAILED, code, text, null, null, null, null, null, List.of(),
                Map.of());
    }

    /// The columns by their names.
    Map<String, Object> parameters() {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("request_id", requestId);
        parameters.put("status", status.text());
        parameters.put("error_code", errorCode);
        parameters.put("error_text", errorText);
        parameters.put("duration_seconds", durationSeconds);
        parameters.put("channels", channels);
        parameters.put("speakers", speakers);
        parameters.put("language", language);
        parameters.put("model", model);
        parameters.put("tags", tags.toArray(String[]::new));
        parameters.put("extra", new JsonObject(Map.copyOf(extra)));
        return parameters;
    }
}
