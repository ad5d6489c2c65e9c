package dev.rolecall.webhook.operations.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.outbox.RecordHeader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What a record of the dead-letter topic says. Anyone may have produced it, so that nothing about it is certain.
///
/// @param transcriptId null if the value is not an event
/// @param job the one that has failed; null if the value is not an event
/// @param failedAt the record's own time
record DeadLetterRecord(UUID topicId, int partition, long offset, @Nullable String key, @Nullable UUID transcriptId,
        @Nullable Integer job, boolean isShadow, String code, @Nullable String reason, int attempts,
        @Nullable String provider, @Nullable String model, @Nullable Instant firstFailedAt, Instant failedAt) {
    private static final int MAX_LENGTH = 1000;
    private static final String UNKNOWN = "unknown";
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    static DeadLetterRecord of(UUID topic, ConsumerRecord<byte[], byte[]> record, ObjectMapper json) {
        var event = event(record.value(), json);
        var code = header(record, RecordHeader.CODE);
        var attempts = number(header(record, RecordHeader.ATTEMPTS));
        return new DeadLetterRecord(topic,
                record.partition(), record.offset(), text(record.key()), event == null ? null : event.transcriptId(),
                event == null ? null : attempts == 0 ? event.job() : event.job() - 1,
                event != null && Boolean.TRUE.equals(event.shadow()), code == null ? UNKNOWN : code,
                header(record, RecordHeader.REASON), attempts,
                header(record, RecordHeader.PROVIDER), header(record, RecordHeader.MODEL),
                time(header(record, RecordHeader.FIRST_FAILED_AT)),
                Objects.requireNonNullElse(possible(Instant.ofEpochMilli(record.timestamp())), Instant.EPOCH));
    }

    private static @Nullable TranscriptReady event(byte @Nullable [] value, ObjectMapper json) {
        try {
            return value == null ? null : json.readValue(value, TranscriptReady.class);
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        var known = header == null ? record.headers().lastHeader(RecordHeader.oldNameOf(name)) : header;
        return known == null ? null : text(known.value());
    }

    /// PostgreSQL stores no NUL.
    private static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        var text = new String(bytes, UTF_8).replace('\0', '\uFFFD');
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : possible(Instant.parse(text));
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    /// @return null for a time that PostgreSQL may not have
    private static @Nullable Instant possible(Instant time) {
        return time.isBefore(Instant.EPOCH) || time.isAfter(LATEST) ? null : time;
    }
}
