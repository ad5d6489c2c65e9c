package dev.rolecall.systemtests;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.rolecall.localstack.Database;

/// Records which callbacks got a 200, and compares them with the database.
public final class History {
    private final Map<UUID, Instant> acknowledged = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();

    /// @param status 0 if there was no answer
    void answered(UUID requestId, int status) {
        statuses.add(status);
        if (status == 200) {
            acknowledged.putIfAbsent(requestId, Instant.now());
        }
    }

    /// How many callbacks got their 200.
    public int acknowledged() {
        return acknowledged.size();
    }

    /// Number of answers by status; 0 means no answer.
    public Map<Integer, Integer> answers() {
        var counts = new HashMap<Integer, Integer>();
        statuses.forEach(status -> counts.merge(status, 1, Integer::sum));
        return counts;
    }

    /// What happened to every acknowledged callback.
    ///
    /// @param lost acknowledged, and not in the database
    /// @param completed with exactly one current result
    /// @param withoutResult completed, but the current result does not exist
    /// @param stuck neither completed nor dead-lettered
    /// @param dead dead-lettered
    /// @param extraResults results beyond the current one
    public record Account(int acknowledged, int lost, int completed, int withoutResult, int stuck, int dead,
            int extraResults) {

        public boolean isClear() {
            return lost == 0 && withoutResult == 0 && stuck == 0 && dead == 0 && extraResults == 0
                    && completed == acknowledged;
        }
    }

    /// Reads the database directly, as the owner.
    public Account account(Database database) {
        try (var connection = database.connect(Database.OWNER); var rows = rows(connection)) {
            return account(rows);
        } catch (SQLException e) {
            throw new IllegalStateException("failed to read the database", e);
        }
    }

    private static ResultSet rows(Connection connection) throws SQLException {
        var statement = connection.createStatement();
        statement.closeOnCompletion();
        return statement.executeQuery("""
                SELECT t.request_id, t.processing_status,
                    (SELECT count(*) FROM processed_transcripts p WHERE p.transcript_id = t.id) AS results,
                    EXISTS (SELECT FROM processed_transcripts p WHERE p.id = t.current_result) AS is_shown
                FROM transcripts t""");
    }

    private Account account(ResultSet rows) throws SQLException {
        var missing = new HashSet<String>();
        acknowledged.keySet().forEach(id -> missing.add(id.toString()));
        var counts = new HashMap<String, Integer>();
        while (rows.next()) {
            if (missing.remove(rows.getString("request_id"))) {
                count(counts, rows);
            }
        }
        return new Account(acknowledged.size(), missing.size(), counts.getOrDefault("completed", 0),
                counts.getOrDefault("without", 0), counts.getOrDefault("stuck", 0), counts.getOrDefault("failed", 0),
                counts.getOrDefault("extra", 0));
    }

    private static void count(Map<String, Integer> counts, ResultSet row) throws SQLException {
        var status = row.getString("processing_status");
        var isShown = row.getBoolean("is_shown");
        var kind = Set.of("pending", "processing").contains(status)
                ? "stuck"
                : status.equals("completed") && !isShown ? "without" : status;
        counts.merge(kind, 1, Integer::sum);
        counts.merge("extra", Math.max(0, row.getInt("results") - (isShown ? 1 : 0)), Integer::sum);
    }
}
