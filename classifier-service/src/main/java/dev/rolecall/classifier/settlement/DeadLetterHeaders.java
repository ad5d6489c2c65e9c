package dev.rolecall.classifier.settlement;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.rolecall.classifier.llm.JobFailure;
import org.jspecify.annotations.Nullable;

/// The headers of a dead letter, for operators with a Kafka UI. They contain no transcript text.
public final class DeadLetterHeaders {
    private DeadLetterHeaders() {}

    /// Of a job that has failed.
    static Map<String, String> of(JobFailure failure, int attempts, Instant firstFailedAt) {
        return headers(failure.code(), failure.reason(), attempts, firstFailedAt, failure.requestId());
    }

    /// Of a record for which no attempt was made.
    public static Map<String, String> of(String code, String reason, Instant failedAt) {
        return headers(code, reason, 0, failedAt, null);
    }

    private static Map<String, String> headers(String code, String reason, int attempts, Instant firstFailedAt,
            @Nullable String llmRequestId) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("rolecall_code", code);
        headers.put("rolecall_reason", reason);
        headers.put("rolecall_attempts", Integer.toString(attempts));
        headers.put("rolecall_first_failed_at", firstFailedAt.toString());
        if (llmRequestId != null) {
            headers.put("rolecall_model_request_id", llmRequestId);
        }
        return headers;
    }
}
