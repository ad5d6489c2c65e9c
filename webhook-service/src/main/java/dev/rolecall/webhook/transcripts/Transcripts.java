package dev.rolecall.webhook.transcripts;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.model.Transcript;
import dev.rolecall.webhook.problem.Unknown;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;

/// The transcripts, for reading.
@ApplicationScoped
class Transcripts implements PanacheRepositoryBase<Transcript, UUID> {

    /// Newest first.
    @WithSession
    Uni<List<Transcript>> list(TranscriptQuery query) {
        return find(query.condition(), Sort.descending("id"), query.parameters())
                .page(0, query.limit())
                .list();
    }

    @WithSession
    Uni<Transcript> one(UUID id) {
        return findById(id)
                .onItem().ifNull().failWith(() -> new Unknown("There is no transcript " + id + "."));
    }
}
