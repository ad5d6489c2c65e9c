package dev.rolecall.webhook.keys;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A row of `api_keys`, in the shape in which the API returns it. The key itself is kept nowhere.
@Entity
@Table(name = "api_keys")
@Schema(requiredProperties = {"id", "name", "role", "createdAt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
class ApiKey {
    @Id
    public UUID id;
    /// Whose key it is.
    public String name;
    /// `reader` or `operator`.
    public String role;
    /// The key sees only transcripts with one of these tags; null for all.
    public @Nullable List<String> tags;
    @Column(name = "created_at")
    public Instant createdAt;
    @Column(name = "revoked_at")
    public @Nullable Instant revokedAt;
    @JsonIgnore
    public byte[] sha256;
}
