package dev.rolecall.webhook.quarantine;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.problem.NotFound;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;

/// Reads quarantined bodies.
@ApplicationScoped
public class Quarantine implements PanacheRepositoryBase<QuarantinedBody, byte[]> {
    private static final int MAX_LISTED = 500;

    /// The latest 500, newest first.
    @WithSession
    Uni<List<QuarantinedBody.Summary>> latest() {
        return findAll(Sort.descending("receivedAt")).page(0, MAX_LISTED).project(QuarantinedBody.Summary.class).list();
    }

    /// The oldest bodies of this reason.
    @WithSession
    public Uni<List<QuarantinedBody.Summary>> oldest(String reason, int count) {
        return find("reason", Sort.ascending("receivedAt"), reason).page(0, count)
                .project(QuarantinedBody.Summary.class)
                .list();
    }

    /// The bytes of one body. Fails with [NotFound].
    @WithSession
    public Uni<QuarantinedBody.Content> get(byte[] sha256) {
        return find("sha256", (Object) sha256).project(QuarantinedBody.Content.class)
                .firstResult()
                .onItem().ifNull().failWith(() -> new NotFound("There is no body with this hash in quarantine."));
    }
}
