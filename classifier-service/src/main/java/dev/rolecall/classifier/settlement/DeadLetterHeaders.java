package dev.rolecall.classifier.settlement;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a dead letter says beside its value, for people with a Kafka UI. Never what was said in the transcript.
public final class DeadLetterHeaders {
    private DeadLetterHeaders() {}

    public static Map<String, String> headers(String code, String reason, int attempts, Instant firstFailedAt,
            @Nullable String modelRequestId) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("rolecall_code", code);
        headers.put("rolecall_reason", reason);
        headers.put("rolecall_attempts", Integer.toString(attempts));
        headers.put("rolecall_first_failed_at", firstFailedAt.toString());
        if (modelRequestId != null) {
            headers.put("rolecall_model_request_id", modelRequestId);
        }
        return headers;
    }
}
