package dev.rolecall.classifier.consumer;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.TranscriptReady;
import org.jspecify.annotations.Nullable;

/// Reads the value of a record, which anyone may have written.
@ApplicationScoped
class ParseEvent {
    private final ObjectMapper json;

    ParseEvent(ObjectMapper json) {
        this.json = json;
    }

    /// @throws PoisonRecord if it is no event
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
            throw new PoisonRecord("the record's value is no TranscriptReady: " + e.getMessage());
        }
    }

    /// A record that will never be readable.
    static final class PoisonRecord extends RuntimeException {
        private static final long serialVersionUID = 1;

        PoisonRecord(String message) {
            super(message);
        }
    }
}
