package dev.rolecall.publishing;

/// Names of the outbox metrics.
final class OutboxMetrics {
    static final String ROWS = "rolecall.outbox.rows";
    static final String OLDEST_AGE = "rolecall.outbox.oldest.age";
    static final String IN_FLIGHT = "rolecall.outbox.in.flight";
    static final String FAILURES = "rolecall.outbox.failures";
    static final String PUBLISH = "rolecall.outbox.publish";
    static final String SWEEP = "rolecall.outbox.sweep";

    private OutboxMetrics() {}
}
