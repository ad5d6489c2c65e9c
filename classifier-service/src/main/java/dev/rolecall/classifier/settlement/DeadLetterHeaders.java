package dev.rolecall.classifier.settlement;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;

/// The headers of a dead letter, for operators with a Kafka UI. They contain no transcript text.
public final class DeadLetterHeaders {
    private DeadLetterHeaders() {}

    /// Of a job that has failed.
    static Map<String, String> of(JobFailure failure, int attempts, Instant firstFailedAt) {
        return headers(failure.cause(), attempts, firstFailedAt);
    }

    /// Of a record for which no attempt was made.
    public static Map<String, String> of(String code, String reason, Instant failedAt) {
        return headers(Cause.of(code, reason), 0, failedAt);
    }

    private static Map<String, String> headers(Cause cause, int attempts, Instant firstFailedAt) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("rolecall_code", cause.code());
        headers.put("rolecall_reason", cause.reason());
        headers.put("rolecall_attempts", Integer.toString(attempts));
        headers.put("rolecall_first_failed_at", firstFailedAt.toString());
        if (cause.requestId() != null) {
            headers.put("rolecall_model_request_id", cause.requestId());
        }
        if (cause.provider() != null) {
            headers.put("rolecall_provider", cause.provider().host());
            headers.put("rolecall_model", cause.provider().model());
        }
        return headers;
    }
}
