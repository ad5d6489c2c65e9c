package dev.rolecall.webhook.adoption.migration.table;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/// How fast batches are made, so that the services and the team's own application keep their database: a batch takes a
/// twentieth of a second if it can, as long is waited afterwards, and longer while a replica lags. Also tells the progress.
public final class Pace {
    private static final Duration SLOW = Duration.ofMillis(50);
    private static final Duration FAST = Duration.ofMillis(20);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
    private static final Duration LAG = Duration.ofSeconds(2);
    /// Fewer rows are not faster: the time is that of the round trips, above all where the server is short of processors.
    private static final int MIN_BATCH = 50;
    private static final int MAX_BATCH = 5000;

    private final Sql sql;
    private final String what;
    private final long total;
    private final Consumer<String> progress;
    private final long began = System.nanoTime();
    private long told = began;
    private long done;
    private int batch = 100;

    /// @param what is done, for example `copied`
    /// @param total about how many rows there are
    public Pace(Sql sql, String what, long total, Consumer<String> progress) {
        this.sql = sql;
        this.what = what;
        this.total = total;
        this.progress = progress;
    }

    /// How many rows the next batch has.
    public int batch() {
        return batch;
    }

    /// Waits after a batch.
    ///
    /// @param rows how many it had
    public void ended(int rows, Duration took) throws SQLException {
        done += rows;
        if (took.compareTo(SLOW) > 0) {
            batch = Math.max(MIN_BATCH, batch / 2);
        } else if (took.compareTo(FAST) < 0 && rows == batch) {
            batch = Math.min(MAX_BATCH, batch * 2);
        }
        if (System.nanoTime() - told > BETWEEN_LINES.toNanos()) {
            tell();
        }
        sleep(took);
        while (lag() > LAG.toSeconds()) {
            progress.accept("waiting: a replica is more than %d s behind".formatted(LAG.toSeconds()));
            sleep(Duration.ofSeconds(1));
        }
    }

    /// Tells how far it has come.
    public void tell() {
        told = System.nanoTime();
        var perSecond = done / Math.max(0.001, (told - began) / 1e9);
        progress.accept("%s %,d of about %,d rows, %,.0f/s, %,.0f s left".formatted(what, done, Math.max(done, total),
                perSecond, Math.max(0, total - done) / Math.max(1, perSecond)));
    }

    private double lag() throws SQLException {
        return sql.first(row -> row.getDouble(1),
                "SELECT coalesce(max(extract(epoch FROM replay_lag)), 0) FROM pg_stat_replication").orElse(0.0);
    }

    public static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrationFailure("interrupted; the same command goes on from here");
        }
    }
}
