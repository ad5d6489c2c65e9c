package dev.rolecall.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/// A Kafka record that is committed and not yet published. Its value is small: it never contains a body.
@SuppressWarnings("ArrayRecordComponent") // the bytes of a record, passed on unchanged; rows are not compared
public record OutboxRow(UUID id, String topic, @Nullable String key, byte @Nullable [] value,
        Map<String, String> headers) {

    static OutboxRow of(Row row) {
        var headers = row.getJsonObject("headers").mapTo(StringMap.class);
        var value = row.getBuffer("value");
        return new OutboxRow(row.getUUID("id"), row.getString("topic"), row.getString("key"),
                value == null ? null : value.getBytes(), headers);
    }

    private static final class StringMap extends HashMap<String, String> {
        private static final long serialVersionUID = 1;
    }
}
