package dev.rolecall.benchmarks.adoption;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.benchmarks.adoption.Adoption.Way;
import dev.rolecall.localstack.Database;

/// What the tables of a way say about its callbacks.
record Stored(Database database, Way way) {
    private static final int LENGTH_OF_ID = 36;

    /// Of the transcripts, by request id.
    Map<String, String> states() {
        return read(way == Way.HANDLER
                ? "SELECT request_id, status FROM app.transcripts WHERE request_id NOT LIKE 'legacy-%'"
                : "SELECT request_id, processing_status FROM transcripts");
    }

    boolean isSettled() {
        return states().values().stream().noneMatch(Set.of("pending", "processing")::contains);
    }

    /// By request id. The fake LLM knows the ids of transcripts, which are request ids only for the old handler.
    Map<String, Integer> calls(JsonNode calls) {
        var requestIds = way == Way.HANDLER
                ? Map.<String, String>of()
                : read("SELECT id::text, request_id FROM transcripts");
        var found = new HashMap<String, Integer>();
        calls.path("byClientRequestId").properties().forEach(call -> {
            var id = call.getKey().substring(0, LENGTH_OF_ID);
            found.merge(requestIds.getOrDefault(id, id), call.getValue().asInt(), Integer::sum);
        });
        return found;
    }

    private Map<String, String> read(String query) {
        try (var connection = database.connect(Database.OWNER);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var found = new HashMap<String, String>();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("failed to read the database", e);
        }
    }
}
