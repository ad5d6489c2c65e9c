package dev.rolecall.outbox;

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
                    CASE WHEN #{outbox_held} THEN 'infinity' ELSE now() + make_interval(secs => #{outbox_grace}) END
                %s ON CONFLICT (id) DO NOTHING""".formatted(source);
    }

    /// The values of [#sql]'s parameters.
    ///
    /// @param row null if the statement is to insert none: then `outbox_id` is null
    public Map<String, Object> parameters(@Nullable OutboxRow row) {
        return parameters(row, false);
    }

    /// The values of [#sql]'s parameters.
    ///
    /// @param row null if the statement is to insert none: then `outbox_id` is null
    /// @param isHeld the row is not published until its `publish_after`, which is infinity then, is changed
    public Map<String, Object> parameters(@Nullable OutboxRow row, boolean isHeld) {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("outbox_id", row == null ? null : row.id());
        parameters.put("outbox_writer", config.writer());
        parameters.put("outbox_topic", row == null ? null : row.topic());
        parameters.put("outbox_key", row == null ? null : row.key());
        parameters.put("outbox_value", row == null || row.value() == null ? null : Buffer.buffer(row.value()));
        parameters.put("outbox_headers", row == null ? null : new JsonObject(Map.copyOf(row.headers())));
        parameters.put("outbox_held", isHeld);
        parameters.put("outbox_grace", (double) config.grace().toSeconds());
        return parameters;
    }
}
