package dev.rolecall.webhook.operations.stuck;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// A job that seems to be stuck, in the shape in which the API returns it.
@Entity
@Immutable
@Table(name = "reconcile_candidates")
@Schema(requiredProperties = {"transcriptId", "kind", "job", "attempts", "processingStatus", "foundAt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
class StuckJob {
    @Id
    @JsonIgnore
    public Long id;
    @Column(name = "transcript_id")
    public UUID transcriptId;
    /// Whether the job is that of the transcript's shadow.
    public boolean shadow;
    /// `never-queued`: stored, and nothing has worked on it. `claim-ran-out`: who worked on it is gone. `retry-lost`: it has
    /// failed, and waits for a retry. `dead-letter-not-failed`: it has a dead letter and is not failed, as after a restore.
    /// `dead-letter-lost`: it is failed and has no dead letter.
    public String kind;
    public int job;
    public int attempts;
    @Column(name = "processing_status")
    public String processingStatus;
    @Column(name = "found_at")
    public Instant foundAt;
    /// When its dead letter was written again.
    @Column(name = "told_at")
    public @Nullable Instant toldAt;
}
