package dev.rolecall.webhook.adoption.migration.table;

import java.sql.SQLException;
import java.time.Duration;

/// A short transaction that locks a table against everybody. Who waits for a lock makes everybody else wait, so it is given up
/// after a tenth of a second, and tried again.
public record WhenFree(Sql sql, LegacyTable table) {
    private static final int TRIES = 600;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /// @throws MigrationFailure if somebody keeps it locked for minutes
    public <T> T run(Sql.Work<T> work) throws SQLException {
        for (var left = TRIES; left > 0; left--) {
            try {
                return sql.inTransaction(() -> {
                    sql.execute("SET LOCAL lock_timeout = '100ms'");
                    return work.run();
                });
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
            }
            Pace.sleep(BETWEEN_TRIES);
        }
        throw new MigrationFailure("Somebody keeps %s locked. End that transaction, and enter the same command again."
                .formatted(table.name()));
    }
}
