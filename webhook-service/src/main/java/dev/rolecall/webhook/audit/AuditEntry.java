package dev.rolecall.webhook.audit;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A row of `audit`, in the shape in which the API returns it. It contains identifiers and kinds, never values.
@Entity
@Table(name = "audit")
@Schema(requiredProperties = {"id", "at", "who", "act"})
@JsonInclude(JsonInclude.Include.NON_NULL)
class AuditEntry {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;
    @Column(insertable = false, updatable = false)
    public Instant at;
    /// The name of the key, or the subject of the token.
    public String who;
    /// For example `key-revoked`.
    public String act;
    /// The identifier of what was acted on.
    public @Nullable String target;
}
