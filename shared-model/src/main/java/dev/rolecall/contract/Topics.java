package dev.rolecall.contract;

import java.util.List;

/// The names of the topics. Operators, dashboards and KEDA use them too, so a rename is a migration.
public final class Topics {
    public static final String READY = "transcript-ready";
    public static final String RETRY_5S = "transcript-ready.retry-5s";
    public static final String RETRY_30S = "transcript-ready.retry-30s";
    public static final String RETRY_2M = "transcript-ready.retry-2m";
    public static final String RETRY_10M = "transcript-ready.retry-10m";
    public static final String DEAD_LETTER = "transcript-ready.dead-letter";
    public static final String CLASSIFIED = "transcript-classified";

    /// The ledger of erasures: by hash of what was erased, compacted.
    public static final String ERASURES = "transcript-erasures";

    /// The retry tiers, in the order in which a failing job passes through them.
    public static final List<String> RETRIES = List.of(RETRY_5S, RETRY_30S, RETRY_2M, RETRY_10M);

    /// From which jobs come.
    public static final List<String> OF_JOBS = List.of(READY, RETRY_5S, RETRY_30S, RETRY_2M, RETRY_10M);

    public static final List<String> ALL = List.of(READY, RETRY_5S, RETRY_30S, RETRY_2M, RETRY_10M, DEAD_LETTER,
            CLASSIFIED, ERASURES);

    private Topics() {}

    /// The consumer group of the main topic or a retry tier.
    public static String groupOf(String topic) {
        return topic.equals(READY) ? "classifier-service" : "classifier-service" + topic.substring(READY.length());
    }
}
