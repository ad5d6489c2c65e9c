package dev.rolecall.outbox;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.Ids;
import dev.rolecall.contract.Topics;
import dev.rolecall.contract.TranscriptClassified;
import dev.rolecall.contract.TranscriptEvent;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.tracing.TraceParent;

/// Makes outbox rows from events: readable JSON with CloudEvents 1.0 headers, in the binary mode of the Kafka binding
/// (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md).
@ApplicationScoped
public class OutboxRowFactory {
    private final ObjectMapper json;
    private final OutboxConfig config;
    private final Clock clock;

    public OutboxRowFactory(ObjectMapper json, OutboxConfig config, Clock clock) {
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /// An event for the main topic or a retry tier. The headers of a retry say why and when.
    public OutboxRow ready(String topic, TranscriptReady event) {
        var retry = new HashMap<String, String>();
        if (event.code() != null) {
            retry.put(RecordHeader.CODE, event.code());
        }
        if (event.notBefore() != null) {
            retry.put(RecordHeader.NOT_BEFORE, inMilliseconds(event.notBefore()));
        }
        return row(topic, event, retry);
    }

    public OutboxRow classified(TranscriptClassified event) {
        return row(Topics.CLASSIFIED, event, Map.of());
    }

    /// A job that has failed. The headers give the reason and contain no transcript text.
    ///
    /// @param replay the value, which is a valid replay
    public OutboxRow deadLetter(TranscriptReady replay, Map<String, String> why) {
        return row(Topics.DEAD_LETTER, replay, why);
    }

    private OutboxRow row(String topic, TranscriptEvent event, Map<String, String> more) {
        var id = Ids.next();
        var headers = new HashMap<String, String>(more);
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id.toString());
        headers.put("ce_type", "dev.rolecall." + event.getClass().getSimpleName());
        headers.put("ce_source", "/" + config.writer());
        headers.put("ce_subject", event.transcriptId().toString());
        headers.put("ce_time", inMilliseconds(clock.instant()));
        headers.put("content-type", "application/json");
        // a record may come from anywhere, and PostgreSQL's JSON cannot contain NUL
        if (event.trace() != null && TraceParent.isValid(event.trace())) {
            headers.put(TraceParent.HEADER, event.trace());
        }
        return new OutboxRow(id, topic, event.transcriptId().toString(), write(event), headers);
    }

    private static String inMilliseconds(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private byte[] write(TranscriptEvent event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("failed to write an event as JSON: " + event, e);
        }
    }
}
