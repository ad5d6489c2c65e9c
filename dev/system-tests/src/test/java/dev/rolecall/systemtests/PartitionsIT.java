package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Infrastructure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Partitions are made, and rows are moved out of the DEFAULT partition, while callbacks arrive and a stranger holds
/// locks.
class PartitionsIT {
    private static final String THIS_MONTH = "to_char(date_trunc('month', now() AT TIME ZONE 'UTC'), 'YYYY_MM')";
    private Infrastructure infrastructure;
    private Database database;

    @BeforeEach
    void start() throws SQLException {
        infrastructure = Infrastructure.start("partitions");
        database = infrastructure.database();
        // as if the daily job had never run
        try (var owner = database.connect(Database.OWNER)) {
            execute(owner, """
                    DO $$ DECLARE name text; BEGIN
                        FOR name IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                                WHERE c.relkind = 'r' AND c.relname NOT LIKE '%unplanned' LOOP
                            EXECUTE format('DROP TABLE %I', name);
                        END LOOP;
                    END $$""");
        }
    }

    @AfterEach
    void stop() {
        infrastructure.close();
    }

    @Test
    void waitsForAnIdleReaderAndHoldsNobodyUp() throws Exception {
        try (var reader = database.connect(Database.WEBHOOK); var traffic = new Traffic()) {
            reader.setAutoCommit(false);
            number(reader, "SELECT count(*) FROM raw_transcripts");
            number(reader, "SELECT count(*) FROM processed_transcripts");

            var job = addPartitions();
            await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(6)).until(() -> !job.isDone());
            reader.rollback();
            job.get(30, TimeUnit.SECONDS);

            assertThat(traffic.stop()).isNotEmpty().allMatch(took -> took.toMillis() < 1000);
        }
        assertIsPlanned();
    }

    @Test
    void movesTheRowsOfTheDefaultPartitionWhileMoreArrive() throws Exception {
        try (var owner = database.connect(Database.OWNER)) {
            execute(owner,
                    """
                            INSERT INTO raw_transcripts
                            SELECT gen_random_uuid(), 1, date_trunc('month', now()) - make_interval(months => i % 3), '\\x00', 1, '\\x00'
                            FROM generate_series(1, 20000) AS i""");
        }
        try (var traffic = new Traffic()) {
            await().until(() -> traffic.count() > 20);
            addPartitions().get(60, TimeUnit.SECONDS);
            var counted = traffic.count();
            await().until(() -> traffic.count() > counted + 20);

            var took = traffic.stop();

            assertThat(took).allMatch(one -> one.toMillis() < 1000);
            assertThat(rows("SELECT count(*) FROM raw_transcripts")).isEqualTo(20_000 + took.size());
        }
        assertIsPlanned();
        assertThat(rows("SELECT count(DISTINCT month) FROM raw_transcripts")).isEqualTo(3);
    }

    @Test
    void makesPartitionsLikeTheirTable() throws Exception {
        addPartitions().get(30, TimeUnit.SECONDS);
        addPartitions().get(30, TimeUnit.SECONDS);

        assertIsPlanned();
        assertThat(rows("SELECT count(*) FROM pg_attribute WHERE attname = 'body' AND attstorage = 'e' AND attrelid = "
                + "('raw_transcripts_' || " + THIS_MONTH + ")::regclass")).isEqualTo(1);
        assertThat(rows("SELECT count(*) FROM pg_inherits WHERE inhparent = 'raw_transcripts'::regclass")).isEqualTo(5);
        assertThat(rows("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).isZero();
    }

    private CompletableFuture<Void> addPartitions() {
        return CompletableFuture.runAsync(() -> {
            try (var owner = database.connect(Database.OWNER)) {
                execute(owner, "CALL add_partitions(3)");
            } catch (SQLException e) {
                throw new IllegalStateException("the job failed", e);
            }
        }, command -> Thread.ofVirtual().start(command));
    }

    private void assertIsPlanned() throws SQLException {
        assertThat(rows("SELECT count(*) FROM raw_transcripts_unplanned")).isZero();
        assertThat(rows("SELECT count(*) FROM pg_inherits WHERE inhrelid = to_regclass('raw_transcripts_' || "
                + THIS_MONTH + ")")).isEqualTo(1);
        assertThat(rows("SELECT count(*) FROM pg_inherits WHERE inhrelid = to_regclass('processed_transcripts_' || "
                + THIS_MONTH + ")")).isEqualTo(1);
    }

    private int rows(String query) throws SQLException {
        try (var owner = database.connect(Database.OWNER)) {
            return number(owner, query);
        }
    }

    /// What callbacks, repeats and claims do with the partitioned tables, one after the other: insert a body, and look
    /// for the bodies of a transcript.
    private final class Traffic implements AutoCloseable {
        private final Connection connection = database.connect(Database.WEBHOOK);
        private final PreparedStatement insert = connection.prepareStatement("INSERT INTO raw_transcripts"
                + " VALUES (?, 1, date_trunc('month', now()), '\\x00', 1, '\\x00')");
        private final PreparedStatement find = connection.prepareStatement("SELECT count(*) FROM raw_transcripts r"
                + " JOIN (SELECT date_trunc('month', now())::date AS month) t ON r.month = t.month"
                + " WHERE transcript_id = ?");
        private final List<Duration> took = new CopyOnWriteArrayList<>();
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        private final ScheduledFuture<?> running = timer.scheduleWithFixedDelay(this::insertAndFind, 0, 10,
                TimeUnit.MILLISECONDS);

        private Traffic() throws SQLException {}

        int count() {
            return took.size();
        }

        /// How long each took. Fails if one has failed.
        List<Duration> stop() throws InterruptedException {
            assertThat(running.isDone()).as("an exception has ended it").isFalse();
            timer.shutdown();
            assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            return took;
        }

        @Override
        public void close() throws SQLException {
            timer.close();
            connection.close();
        }

        private void insertAndFind() {
            try {
                var id = UUID.randomUUID();
                var began = System.nanoTime();
                insert.setObject(1, id);
                insert.executeUpdate();
                find.setObject(1, id);
                try (var rows = find.executeQuery()) {
                    rows.next();
                    assertThat(rows.getInt(1)).isEqualTo(1);
                }
                took.add(Duration.ofNanos(System.nanoTime() - began));
            } catch (SQLException e) {
                throw new IllegalStateException("a callback failed", e);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
