package dev.rolecall.webhook.transcripts;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.problem.NotFound;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;

/// Reads bodies.
@ApplicationScoped
class RawTranscripts implements PanacheRepositoryBase<RawTranscript, RawTranscript.Key> {

    /// The current body of a transcript. Fails with [NotFound].
    @WithSession
    Uni<RawTranscript.Content> current(Transcript transcript) {
        return find("transcriptId = :id AND month = :month", Sort.descending("job"),
                Map.of("id", transcript.id, "month", transcript.month))
                .project(RawTranscript.Content.class)
                .firstResult()
                .onItem().ifNull()
                .failWith(() -> new NotFound("Transcript " + transcript.id + " has no body yet."));
    }
}
