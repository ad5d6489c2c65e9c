package dev.rolecall.webhook.operations.pause;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A row of `consumption_pauses`, in the shape in which the API returns it.
@Entity
@Table(name = "consumption_pauses")
@IdClass(Pause.Key.class)
@Schema(requiredProperties = {"pod", "topic", "reason", "pausedBy", "pausedAt"})
class Pause {
    /// A name from the table `pods`; empty for all pods.
    @Id
    public String pod;
    /// The main topic or a retry tier; empty for all.
    @Id
    public String topic;
    public String reason;
    @Column(name = "paused_by")
    public String pausedBy;
    @Column(name = "paused_at")
    public Instant pausedAt;

    /// What a pause is of.
    record Key(String pod, String topic) {}
}
