package dev.rolecall.classifier.consumer;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.TranscriptReady;
import org.jspecify.annotations.Nullable;

/// Parses the value of a record. A record may come from any producer, so nothing about it is certain.
@ApplicationScoped
class ParseEvent {
    private final ObjectMapper json;

    ParseEvent(ObjectMapper json) {
        this.json = json;
    }

    /// @throws PoisonRecord if the value is not an event
    TranscriptReady from(byte @Nullable [] value) {
        if (value == null) {
            throw new PoisonRecord("the record has no value");
        }
        try {
            var event = json.readValue(value, TranscriptReady.class);
            if (event == null) {
                throw new PoisonRecord("the record's value is null");
            }
            return event;
        } catch (IOException e) {
            throw new PoisonRecord("the record's value is not a TranscriptReady: " + e.getMessage());
        }
    }

    /// A record that can never be parsed.
    static final class PoisonRecord extends RuntimeException {
        private static final long serialVersionUID = 1;

        PoisonRecord(String message) {
            super(message);
        }
    }
}
