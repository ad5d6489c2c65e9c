package dev.rolecall.webhook.audit;

import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Sort;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// Records what callers of the API do. An act whose record cannot be written fails.
@ApplicationScoped
public class Audit implements PanacheRepositoryBase<AuditEntry, Long> {
    private static final int SECONDS_BETWEEN_DELETIONS = 3600;

    private final AuditConfig config;
    private final SecurityIdentity caller;

    Audit(AuditConfig config, SecurityIdentity caller) {
        this.config = config;
        this.caller = caller;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(SECONDS_BETWEEN_DELETIONS, "delete old audit records", this::deleteExpired);
        }
    }

    /// Records an act of the caller of this request.
    ///
    /// @param act for example `key-revoked`
    /// @param target an identifier, never a value
    @WithTransaction
    public Uni<Void> record(String act, String target) {
        var entry = new AuditEntry();
        entry.who = caller.getPrincipal().getName();
        entry.act = act;
        entry.target = target;
        return persist(entry).replaceWithVoid();
    }

    /// Records, where `rolecall.audit.reads` is set, that the caller reads a text.
    ///
    /// @param target the identifier of the transcript or body
    public Uni<Void> recordRead(String act, String target) {
        return config.reads() ? record(act, target) : Uni.createFrom().voidItem();
    }

    /// Newest first.
    ///
    /// @param act null for all
    /// @param before an id, exclusive
    @WithSession
    Uni<List<AuditEntry>> list(@Nullable String act, long before, int limit) {
        var found = act == null
                ? find("id < ?1", Sort.descending("id"), before)
                : find("id < ?1 AND act = ?2", Sort.descending("id"), before, act);
        return found.page(0, limit).list();
    }

    @WithTransaction
    Uni<Void> deleteExpired() {
        return delete("at < ?1", Instant.now().minus(config.retention())).replaceWithVoid();
    }
}
