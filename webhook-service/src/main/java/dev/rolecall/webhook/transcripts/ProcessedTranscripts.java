package dev.rolecall.webhook.transcripts;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.webhook.problem.NotFound;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/// Reads results.
@ApplicationScoped
class ProcessedTranscripts implements PanacheRepositoryBase<ProcessedTranscript, ProcessedTranscript.Key> {
    private final ObjectMapper json;

    ProcessedTranscripts(ObjectMapper json) {
        this.json = json;
    }

    /// The current result of a transcript, as one JSON object. Fails with [NotFound].
    @WithSession
    Uni<ObjectNode> current(Transcript transcript) {
        return (transcript.resultId == null
                ? Uni.createFrom().<ProcessedTranscript>nullItem()
                : findById(new ProcessedTranscript.Key(transcript.resultId, transcript.month)))
                .onItem().ifNull()
                .failWith(() -> new NotFound("Transcript %s is not classified yet: its processingStatus is %s."
                        .formatted(transcript.id, transcript.processingStatus.text())))
                .map(this::merged);
    }

    private ObjectNode merged(ProcessedTranscript processed) {
        try {
            ObjectNode merged = json.valueToTree(processed);
            return merged.setAll((ObjectNode) json.readTree(processed.result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("result " + processed.id + " is not a JSON object", e);
        }
    }
}
