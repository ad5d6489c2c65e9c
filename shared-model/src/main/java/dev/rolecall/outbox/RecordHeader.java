package dev.rolecall.outbox;

/// The headers that retries and dead letters have beside those of CloudEvents, for operators with a Kafka UI. They contain no
/// transcript text. Their first character has them sorted before the others.
public final class RecordHeader {
    /// Why the last attempt failed; machine-readable.
    public static final String CODE = "_rolecall_code";
    public static final String REASON = "_rolecall_reason";
    /// How many attempts were made. Of a dead letter with 0, the record is passed on as it came, and else its value is the event
    /// of the next job.
    public static final String ATTEMPTS = "_rolecall_attempts";
    public static final String FIRST_FAILED_AT = "_rolecall_first_failed_at";
    public static final String MODEL_REQUEST_ID = "_rolecall_model_request_id";
    public static final String PROVIDER = "_rolecall_provider";
    public static final String MODEL = "_rolecall_model";
    /// When a retry is due.
    public static final String NOT_BEFORE = "_rolecall_not_before";

    private RecordHeader() {}

    /// The name that a header had until version 0.2.
    public static String oldNameOf(String header) {
        return header.substring(1);
    }
}
