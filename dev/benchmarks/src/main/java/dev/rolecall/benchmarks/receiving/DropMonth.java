package dev.rolecall.benchmarks.receiving;

import static dev.rolecall.benchmarks.Progress.say;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.EmptyTables;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.CallbackBodies;

/// Callbacks while the owner's job drops a month, beside readers that stay idle in a transaction.
public final class DropMonth implements Benchmark {
    private static final double SHARE_OF_PEAK = 0.7;
    private static final int CONNECTIONS = 64;
    private static final String OLD_MONTH = "2020-01-01";
    private static final CallbackBodies BODIES = CallbackBodies.of(1_000);

    @Override
    public String about() {
        return "callbacks while retention drops a month beside idle readers";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-retention", stack -> measure(stack, isQuick));
    }

    private static List<Row> measure(Stack stack, boolean isQuick) {
        say("starting PostgreSQL, Kafka and webhook-service");
        stack.startServers();
        stack.webhook().start();
        say("warming up");
        var uri = stack.webhookUrl("/callback");
        Load.peak(uri, BODIES, CONNECTIONS, Duration.ofSeconds(isQuick ? 12 : 60));
        EmptyTables.in(stack.database());
        var peak = Load.peak(uri, BODIES, CONNECTIONS, Duration.ofSeconds(10)).perSecond();
        EmptyTables.in(stack.database());
        var transcripts = isQuick ? 20_000 : 500_000;
        say("storing %d transcripts of an old month".formatted(transcripts));
        store(stack.database(), transcripts);
        var time = Duration.ofSeconds(isQuick ? 30 : 90);
        var rate = peak * SHARE_OF_PEAK;
        say("70 %% of the peak, %.0f a second, alone".formatted(rate));
        var before = Load.atRate(uri, BODIES, CONNECTIONS, rate, time);
        say("the same while the month is dropped, beside idle readers");
        var job = CompletableFuture.runAsync(() -> drop(stack.database(), time));
        var during = Load.atRate(uri, BODIES, CONNECTIONS, rate, time);
        job.join();
        return List.of(
                Row.told("peak", peak, "a second"),
                Row.told("transcripts of the old month", transcripts, "transcripts"),
                Row.told("p99 from the intended send, before", before.due().p99(), "ms"),
                Row.atMost("p99 from the intended send, meanwhile", 100, during.due().p99(), "ms"),
                Row.exactly("answers other than 200", 0, during.busy() + during.other(), "answers"),
                Row.exactly("bodies of the old month that are left", 0, stack.database().number(
                        "SELECT count(*) FROM raw_transcripts WHERE month = '%s'".formatted(OLD_MONTH)), "bodies"),
                Row.exactly("partitions of the old month that are left", 0, stack.database().number(
                        "SELECT count(*) FROM pg_class WHERE relname LIKE '%_transcripts_2020_01'"), "partitions"));
    }

    private static void store(Database database, int transcripts) {
        for (var table : List.of("raw_transcripts", "processed_transcripts")) {
            database.execute("CREATE TABLE %1$s_2020_01 (LIKE %1$s INCLUDING ALL)".formatted(table),
                    "ALTER TABLE %1$s_2020_01 OWNER TO %2$s".formatted(table, Database.OWNER),
                    "ALTER TABLE %1$s ATTACH PARTITION %1$s_2020_01 FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')"
                            .formatted(table));
        }
        database.execute("""
                INSERT INTO transcripts (id, status, processing_status, month)
                SELECT gen_random_uuid(), 'completed', 'completed', '%s' FROM generate_series(1, %d)"""
                .formatted(OLD_MONTH, transcripts),
                """
                        INSERT INTO raw_transcripts (transcript_id, job, month, body, size_bytes, sha256)
                        SELECT id, 1, month, decode(repeat(md5(id::text), 64), 'hex'), 4000, decode(md5(id::text), 'hex')
                        FROM transcripts WHERE month = '%s'"""
                        .formatted(OLD_MONTH),
                "INSERT INTO retentions (month, asked_by) VALUES ('%s', 'a benchmark')".formatted(OLD_MONTH), "ANALYZE",
                "CHECKPOINT");
    }

    /// One reader has read all months, for the first third of the time; another one this month, for two thirds.
    private static void drop(Database database, Duration time) {
        try (var ofAll = reader(database, "SELECT count(*) FROM (SELECT FROM raw_transcripts LIMIT 1) AS one");
                var ofThis = reader(database,
                        "SELECT FROM raw_transcripts WHERE month = date_trunc('month', now())::date LIMIT 1")) {
            var release = CompletableFuture.runAsync(() -> {
                release(ofAll, time.dividedBy(3));
                release(ofThis, time.dividedBy(3));
            });
            try (var owner = database.connect(Database.OWNER); var statement = owner.createStatement()) {
                statement.execute("CALL apply_retention()");
            }
            release.join();
        } catch (SQLException e) {
            throw new IllegalStateException("the job has failed", e);
        }
    }

    private static Connection reader(Database database, String query) throws SQLException {
        var connection = database.connect(Database.WEBHOOK);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(query);
        }
        return connection;
    }

    private static void release(Connection reader, Duration after) {
        Wait.pause(after);
        try {
            reader.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException("a reader could not be released", e);
        }
    }
}
