package dev.rolecall.webhook.adoption.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Writes and reads a table with one status, as a handler does that calls the LLM inside the webhook, until it is closed.
/// It knows nothing of an adoption.
final class OldApplication implements AutoCloseable {
    private static final Duration BETWEEN_CALLBACKS = Duration.ofMillis(20);

    private final Connection connection;
    private final String response;
    private final CompletableFuture<Void> work;
    private final AtomicInteger transcripts = new AtomicInteger();
    private volatile boolean isStopped;

    /// @param connection its own, in autocommit mode
    /// @param response what the column of Deepgram's body is called
    OldApplication(Connection connection, String response) {
        this.connection = connection;
        this.response = response;
        work = CompletableFuture.runAsync(this::work);
    }

    int transcripts() {
        return transcripts.get();
    }

    private void work() {
        try {
            while (!isStopped) {
                handleOne(UUID.randomUUID().toString());
                transcripts.incrementAndGet();
                Thread.sleep(BETWEEN_CALLBACKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException("a statement of the old application has failed", e);
        }
    }

    private void handleOne(String requestId) throws SQLException {
        execute("INSERT INTO app.transcripts (request_id) VALUES (?)", requestId);
        execute("UPDATE app.transcripts SET status = 'processing' WHERE request_id = ?", requestId);
        switch (ThreadLocalRandom.current().nextInt(4)) {
            case 0 -> execute("UPDATE app.transcripts SET status = 'failed', updated_at = now() WHERE request_id = ?",
                    requestId);
            case 1 -> {
                receive(requestId);
                execute("UPDATE app.transcripts SET status = 'failed', updated_at = now() WHERE request_id = ?",
                        requestId);
            }
            case 2 -> receive(requestId);
            default -> {
                receive(requestId);
                execute("""
                        UPDATE app.transcripts SET status = 'completed', result = '{"speakers":[]}', updated_at = now()
                        WHERE request_id = ?""", requestId);
            }
        }
        execute("SELECT count(*) FROM app.transcripts WHERE status = 'failed' AND request_id = ?", requestId);
    }

    private void receive(String requestId) throws SQLException {
        execute("""
                UPDATE app.transcripts SET %s = ('{"metadata":{"request_id":"' || request_id
                    || '","duration":3},"results":{"channels":[]}}')::json WHERE request_id = ?""".formatted(response),
                requestId);
    }

    private void execute(String sql, String parameter) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.execute();
        }
    }

    /// @throws IllegalStateException if a statement has failed
    @Override
    public void close() throws SQLException {
        isStopped = true;
        try {
            work.join();
        } finally {
            connection.close();
        }
    }
}
