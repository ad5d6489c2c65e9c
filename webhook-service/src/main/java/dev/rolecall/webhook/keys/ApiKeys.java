package dev.rolecall.webhook.keys;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.problem.NotFound;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The API keys. Nothing is cached, so a key that is revoked is refused by every pod at once.
@ApplicationScoped
class ApiKeys implements PanacheRepositoryBase<ApiKey, UUID> {

    /// A key that was just made.
    ///
    /// @param key shown this once
    @Schema(requiredProperties = {"id", "name", "role", "key"})
    record NewKey(UUID id, String name, String role, @Nullable List<String> tags, String key) {}

    /// @return null if no valid key has this hash
    @WithSession
    Uni<@Nullable ApiKey> valid(byte[] sha256) {
        return find("sha256 = ?1 AND revokedAt IS NULL", (Object) sha256).firstResult();
    }

    /// Also the revoked ones, newest first.
    @WithSession
    Uni<List<ApiKey>> all() {
        return findAll(Sort.descending("createdAt")).list();
    }

    /// @param tags empty for all transcripts
    @WithTransaction
    Uni<NewKey> add(String name, String role, List<String> tags) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                        "SELECT key_id, key FROM add_api_key(?1, ?2, CAST(?3 AS varchar[]))", Object[].class)
                        .setParameter(1, name)
                        .setParameter(2, role)
                        .setParameter(3, tags.isEmpty() ? null : tags.toArray(String[]::new))
                        .getSingleResult())
                .map(row -> new NewKey((UUID) row[0], name, role, tags.isEmpty() ? null : tags, (String) row[1]));
    }

    /// Fails with [NotFound]. A key that is revoked already stays so.
    @WithTransaction
    Uni<Void> revoke(UUID id) {
        return update("revokedAt = coalesce(revokedAt, ?1) WHERE id = ?2", Instant.now(), id)
                .invoke(found -> {
                    if (found == 0) {
                        throw new NotFound("There is no API key " + id + ".");
                    }
                })
                .replaceWithVoid();
    }
}
