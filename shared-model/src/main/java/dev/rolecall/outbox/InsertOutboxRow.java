package dev.rolecall.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The insert into `outbox`, as a part of the statement that changes what the row reports. A row is never written in a
/// statement of its own where a table changes with it.
@ApplicationScoped
public class InsertOutboxRow {
    private final OutboxConfig config;

    InsertOutboxRow(OutboxConfig config) {
        this.config = config;
    }

    /// The SQL, with the parameters of [#parameters] in Vert.x' SQL template syntax.
    ///
    /// Repeating it does nothing: the row's id is the key.
    ///
    /// @param source a FROM clause that yields one row if the outbox row is to be inserted, and none otherwise; may be
    ///     empty
    public static String sql(String source) {
        return """
                INSERT INTO outbox (id, writer, topic, key, value, headers, publish_after)
                SELECT #{outbox_id}::uuid, #{outbox_writer}::text, #{outbox_topic}::text, #{outbox_key}::text,
                    #{outbox_value}::bytea, #{outbox_headers}::jsonb,
                    now() + make_interval(secs => #{outbox_wait})
                %s ON CONFLICT (id) DO NOTHING""".formatted(source);
    }

    /// The values of [#sql]'s parameters, for a row that this pod publishes after the commit.
    ///
    /// @param row null if the statement is to insert none: then `outbox_id` is null
    public Map<String, Object> parameters(@Nullable OutboxRow row) {
        return parameters(row, config.grace());
    }

    /// The values of [#sql]'s parameters.
    ///
    /// @param row null if the statement is to insert none: then `outbox_id` is null
    /// @param wait how long the sweeper leaves the row alone
    public Map<String, Object> parameters(@Nullable OutboxRow row, Duration wait) {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("outbox_id", row == null ? null : row.id());
        parameters.put("outbox_writer", config.writer());
        parameters.put("outbox_topic", row == null ? null : row.topic());
        parameters.put("outbox_key", row == null ? null : row.key());
        parameters.put("outbox_value", row == null || row.value() == null ? null : Buffer.buffer(row.value()));
        parameters.put("outbox_headers", row == null ? null : new JsonObject(Map.copyOf(row.headers())));
        parameters.put("outbox_wait", wait.toMillis() / 1000.0);
        return parameters;
    }
}
