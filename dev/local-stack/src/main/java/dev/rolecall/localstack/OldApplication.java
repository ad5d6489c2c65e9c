package dev.rolecall.localstack;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/// Writes and reads a table with one status, as a handler does that calls the LLM inside the webhook, until it is closed.
/// It knows nothing of an adoption.
public final class OldApplication implements AutoCloseable {
    private static final String STATUS = "UPDATE app.transcripts SET status = ?, updated_at = now() WHERE request_id = ?";
    private static final String RESULT = "UPDATE app.transcripts SET result = '{\"speakers\":[]}' WHERE request_id = ?";
    /// Of `legacy-table.sql`.
    private static final int ROWS_OF_BEFORE = 1000;
    private static final String READ = "SELECT status, result FROM app.transcripts WHERE request_id = ?";

    private final Connection connection;
    private final String receive;
    private final LongConsumer nanosOfAStatement;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("old application").factory());
    private final ScheduledFuture<?> work;
    private final AtomicInteger transcripts = new AtomicInteger();
    private final Map<String, String> statuses = new HashMap<>();

    /// @param connection its own, in autocommit mode
    /// @param response what the column of Deepgram's body is called
    /// @param nanosOfAStatement is told how long each statement took
    public OldApplication(Connection connection, String response, Duration betweenCallbacks,
            LongConsumer nanosOfAStatement) {
        this.connection = connection;
        this.receive = """
                UPDATE app.transcripts SET %s = ('{"metadata":{"request_id":"' || request_id
                    || '","duration":3},"results":{"channels":[]}}')::json WHERE request_id = ?""".formatted(response);
        this.nanosOfAStatement = nanosOfAStatement;
        work = timer.scheduleWithFixedDelay(this::work, 0, betweenCallbacks.toNanos(), TimeUnit.NANOSECONDS);
    }

    public int transcripts() {
        return transcripts.get();
    }

    private void work() {
        try {
            handle(UUID.randomUUID().toString());
            transcripts.incrementAndGet();
        } catch (SQLException e) {
            throw new IllegalStateException("a statement of the old application has failed", e);
        }
    }

    private void handle(String requestId) throws SQLException {
        execute("INSERT INTO app.transcripts (request_id) VALUES (?)", requestId);
        execute(STATUS, "processing", requestId);
        var fate = ThreadLocalRandom.current().nextInt(4);
        if (fate > 0) {
            execute(receive, requestId);
        }
        if (fate == 1) {
            execute(RESULT, requestId);
        }
        var status = List.of("failed", "completed", "failed", "processing").get(fate);
        execute(STATUS, status, requestId);
        execute(READ, requestId);
        // a row of before, too
        execute(STATUS, status, "legacy-" + ThreadLocalRandom.current().nextInt(1, ROWS_OF_BEFORE));
        statuses.put(requestId, status);
    }

    private void execute(String sql, String... parameters) throws SQLException {
        var began = System.nanoTime();
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.execute();
        }
        nanosOfAStatement.accept(System.nanoTime() - began);
    }

    /// The status of every transcript by its request id, after it is closed.
    public Map<String, String> statuses() {
        return statuses;
    }

    /// @throws IllegalStateException if a statement has failed
    @Override
    public void close() throws SQLException {
        try (connection) {
            timer.close();
        }
        if (work.state() == Future.State.FAILED) {
            throw new IllegalStateException("the old application has ended early", work.exceptionNow());
        }
    }
}
