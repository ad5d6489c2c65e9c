package dev.rolecall.classifier.settlement;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.outbox.RecordHeader;

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
        headers.put(RecordHeader.CODE, cause.code());
        headers.put(RecordHeader.REASON, cause.reason());
        headers.put(RecordHeader.ATTEMPTS, Integer.toString(attempts));
        headers.put(RecordHeader.FIRST_FAILED_AT, firstFailedAt.truncatedTo(ChronoUnit.MILLIS).toString());
        if (cause.requestId() != null) {
            headers.put(RecordHeader.MODEL_REQUEST_ID, cause.requestId());
        }
        if (cause.provider() != null) {
            headers.put(RecordHeader.PROVIDER, cause.provider().host());
            headers.put(RecordHeader.MODEL, cause.provider().model());
        }
        return headers;
    }
}
