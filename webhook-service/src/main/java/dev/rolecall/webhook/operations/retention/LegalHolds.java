package dev.rolecall.webhook.operations.retention;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.problem.NotFound;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// What is under legal hold.
@ApplicationScoped
class LegalHolds implements PanacheRepository<LegalHold> {
    private final Clock clock;

    LegalHolds(Clock clock) {
        this.clock = clock;
    }

    /// Those that hold, and those that are released.
    @WithSession
    Uni<List<LegalHold>> all() {
        return findAll(Sort.by("id")).list();
    }

    /// Of a transcript or of a tag. Fails with [NotFound] if there is no such transcript: a mistyped id would hold nothing.
    @WithTransaction
    Uni<LegalHold> add(@Nullable UUID transcriptId, @Nullable String tag, String reason, String by) {
        var hold = new LegalHold();
        hold.transcriptId = transcriptId;
        hold.tag = tag;
        hold.reason = reason;
        hold.heldBy = by;
        hold.heldAt = clock.instant();
        return unlessMissing(transcriptId).chain(() -> persist(hold));
    }

    private Uni<Void> unlessMissing(@Nullable UUID transcriptId) {
        return transcriptId == null
                ? Uni.createFrom().voidItem()
                : getSession().chain(session -> session
                        .createNativeQuery("SELECT count(*) FROM transcripts WHERE id = :id AND erased_at IS NULL",
                                Long.class)
                        .setParameter("id", transcriptId)
                        .getSingleResult())
                        .invoke(found -> {
                            if (found == 0) {
                                throw NotFound.transcript(transcriptId);
                            }
                        })
                        .replaceWithVoid();
    }

    /// Fails with [NotFound]. A hold that is released already stays as it is. Erasures that wait for a release are tried at once.
    @WithTransaction
    Uni<LegalHold> release(long id) {
        return findById(id)
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound(
                        "There is no legal hold %d; GET /operations/holds lists them.".formatted(id)))
                .invoke(hold -> hold.releasedAt = hold.releasedAt == null ? clock.instant() : hold.releasedAt)
                .call(() -> getSession().chain(session -> session
                        .createNativeQuery("UPDATE erasures_asked SET due_at = now() WHERE transcript_id IS NOT NULL")
                        .executeUpdate()));
    }
}
