package dev.rolecall.outbox;

import java.util.Map;
import java.util.UUID;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/// A record on its way to Kafka. Its value is small: bodies never travel.
@SuppressWarnings("ArrayRecordComponent") // the bytes of a poison record, passed on as they came; rows are not compared
public record OutboxRow(UUID id, String topic, @Nullable String key, byte @Nullable [] value,
        Map<String, String> headers) {

    public JsonObject headersAsJson() {
        return new JsonObject(Map.copyOf(headers));
    }

    /// As a value of a tuple: the Mutiny tuple's own `addBuffer` takes no null.
    public @Nullable Buffer valueAsBuffer() {
        return value == null ? null : Buffer.buffer(value);
    }

    static OutboxRow of(Row row) {
        var headers = row.getJsonObject("headers").mapTo(StringMap.class);
        var value = row.getBuffer("value");
        return new OutboxRow(row.getUUID("id"), row.getString("topic"), row.getString("key"),
                value == null ? null : value.getBytes(), headers);
    }

    private static final class StringMap extends java.util.HashMap<String, String> {
        private static final long serialVersionUID = 1;
    }
}
