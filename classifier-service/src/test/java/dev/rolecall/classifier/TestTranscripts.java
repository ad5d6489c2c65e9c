package dev.rolecall.classifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import com.github.luben.zstd.Zstd;
import dev.rolecall.contract.Ids;
import dev.rolecall.localstack.Database;
import org.eclipse.microprofile.config.ConfigProvider;

/// Stored transcripts, as webhook-service would have left them.
final class TestTranscripts {

    UUID store(String body) throws SQLException {
        var id = Ids.next();
        var month = Date.valueOf(Ids.monthOf(Instant.now()));
        try (var connection = connect()) {
            update(connection, "INSERT INTO transcripts (id, request_id, status, month) VALUES (?, ?, 'completed', ?)",
                    id, UUID.randomUUID().toString(), month);
            update(connection, "INSERT INTO raw_transcripts VALUES (?, 1, ?, ?, ?, ?)", id, month,
                    Zstd.compress(body.getBytes(UTF_8)), (long) body.length(), new byte[32]);
        }
        return id;
    }

    UUID storeSample(String name) throws SQLException, IOException {
        try (var file = TestTranscripts.class.getResourceAsStream("/samples/" + name + ".json")) {
            return store(new String(file.readAllBytes(), UTF_8));
        }
    }

    /// As the owner, past the service.
    void update(String sql, Object... values) throws SQLException {
        try (var connection = connect()) {
            update(connection, sql, values);
        }
    }

    /// The columns of a transcript, and `results`: how many it has.
    Map<String, Object> row(UUID id) throws SQLException {
        return read("""
                SELECT t.*, (SELECT count(*) FROM processed_transcripts p WHERE p.transcript_id = t.id) AS results,
                    (SELECT result::text FROM processed_transcripts p WHERE p.id = t.current_result) AS result,
                    (SELECT input_tokens FROM processed_transcripts p WHERE p.id = t.current_result) AS input_tokens,
                    (SELECT cost_usd FROM processed_transcripts p WHERE p.id = t.current_result) AS cost_usd,
                    (SELECT unlabelled_reason FROM processed_transcripts p WHERE p.id = t.current_result) AS unlabelled
                FROM transcripts t WHERE id = ?""", id);
    }

    /// The columns of the row that a query finds for this id.
    Map<String, Object> read(String query, UUID id) throws SQLException {
        try (var connection = connect(); var statement = connection.prepareStatement(query)) {
            statement.setObject(1, id);
            try (var rows = statement.executeQuery()) {
                rows.next();
                var row = new HashMap<String, Object>();
                for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(rows.getMetaData().getColumnName(i), rows.getObject(i));
                }
                return row;
            }
        }
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static Connection connect() throws SQLException {
        var url = ConfigProvider.getConfig().getValue("test.owner.jdbc-url", String.class);
        return DriverManager.getConnection(url, Database.OWNER, Database.PASSWORD);
    }
}
