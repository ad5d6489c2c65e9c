package dev.rolecall.webhook.transcripts;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rolecall.webhook.problem.NotFound;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Reads transcripts.
@ApplicationScoped
class Transcripts implements PanacheRepositoryBase<Transcript, UUID> {

    /// A page, newest first.
    ///
    /// @param next value of `before` for the next page; null on the last page
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TranscriptPage", requiredProperties = {"transcripts"})
    record Page(List<Transcript> transcripts, @Nullable UUID next) {
        private static Page of(List<Transcript> transcripts, int limit) {
            return new Page(transcripts, transcripts.size() < limit ? null : transcripts.getLast().id);
        }
    }

    /// Pages are found by key, so they stay stable while transcripts are inserted.
    @WithSession
    Uni<Page> list(TranscriptQuery query) {
        return find(query.condition(), Sort.descending("id"), query.parameters()).page(0, query.limit())
                .list()
                .map(found -> Page.of(found.stream().map(query.view()::shown).toList(), query.limit()));
    }

    /// Fails with [NotFound].
    @WithSession
    Uni<Transcript> one(UUID id) {
        return findById(id).onItem().ifNull().failWith(() -> NotFound.transcript(id));
    }
}
