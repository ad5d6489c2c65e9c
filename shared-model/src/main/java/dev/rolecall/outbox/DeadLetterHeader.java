package dev.rolecall.outbox;

/// The headers that a dead letter has beside those of its event, for operators with a Kafka UI. They contain no transcript
/// text.
public final class DeadLetterHeader {
    public static final String CODE = "rolecall_code";
    public static final String REASON = "rolecall_reason";
    /// How many attempts were made. 0: the record is passed on as it came, and else its value is the event of the next job.
    public static final String ATTEMPTS = "rolecall_attempts";
    public static final String FIRST_FAILED_AT = "rolecall_first_failed_at";
    public static final String MODEL_REQUEST_ID = "rolecall_model_request_id";
    public static final String PROVIDER = "rolecall_provider";
    public static final String MODEL = "rolecall_model";

    private DeadLetterHeader() {}
}
