package dev.rolecall.benchmarks;

import java.time.Duration;

import dev.rolecall.localstack.Database;

/// Empty tables before a measurement, and nothing left to do for what was measured before.
public final class EmptyTables {
    private static final Duration OUTBOX_DRAINS = Duration.ofMinutes(2);

    private EmptyTables() {}

    /// Waits until every event is published, empties the tables of webhook-service and writes everything back. Without the
    /// wait, a service that has given up on Kafka for a while would be measured without publishing.
    ///
    /// @param more tables
    public static void in(Database database, String... more) {
        if (!Wait.until(OUTBOX_DRAINS, () -> database.number("SELECT count(*) FROM outbox") == 0)) {
            throw new IllegalStateException("the outbox is not empty after " + OUTBOX_DRAINS);
        }
        database.execute("TRUNCATE transcripts, raw_transcripts"
                + String.join("", java.util.Arrays.stream(more).map(table -> ", " + table).toList()), "CHECKPOINT");
    }
}
