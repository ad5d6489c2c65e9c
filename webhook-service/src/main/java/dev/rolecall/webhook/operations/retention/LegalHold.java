package dev.rolecall.webhook.operations.retention;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/// A row of `legal_holds`, in the shape in which the API returns it: what must not be dropped or erased.
@Entity
@DynamicUpdate
@Table(name = "legal_holds")
@Schema(requiredProperties = {"id", "reason", "heldBy", "heldAt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
class LegalHold {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;
    /// Null if the hold is on a tag.
    @Column(name = "transcript_id")
    public @Nullable UUID transcriptId;
    /// All transcripts that have it.
    public @Nullable String tag;
    public String reason;
    @Column(name = "held_by")
    public String heldBy;
    @Column(name = "held_at")
    public Instant heldAt;
    /// Null while it holds.
    @Column(name = "released_at")
    public @Nullable Instant releasedAt;
}
