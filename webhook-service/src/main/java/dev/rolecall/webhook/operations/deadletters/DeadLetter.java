package dev.rolecall.webhook.operations.deadletters;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// A record of the dead-letter topic beside the job that it speaks of, in the shape in which the API returns it.
@Entity
@Immutable
@Table(name = "dead_letter_states")
@Schema(requiredProperties = {"id", "state", "code", "attempts", "replays", "failedAt", "partition", "offset"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public class DeadLetter {
    @Id
    public Long id;
    /// `open`: the job has failed, and can be replayed. `replayed`: its transcript has a later job, or a result. `unfinished`:
    /// the job has not failed, or not any more. `parked`, `discarded`. `gone`: there is no such transcript, or it is erased.
    /// `unreadable`: the record is no event.
    public String state;
    @Column(name = "transcript_id")
    public @Nullable UUID transcriptId;
    /// The number of the job that has failed.
    public @Nullable Integer job;
    /// Whether the job is that of the transcript's shadow.
    public boolean shadow;
    public String code;
    public @Nullable String reason;
    public int attempts;
    /// The host of the provider that was asked last.
    public @Nullable String provider;
    public @Nullable String model;
    @Column(name = "first_failed_at")
    public @Nullable Instant firstFailedAt;
    @Column(name = "failed_at")
    public Instant failedAt;
    /// How often the transcript was replayed before.
    public int replays;
    public @Nullable List<String> tags;
    @Column(name = "parked_at")
    public @Nullable Instant parkedAt;
    @Column(name = "discarded_at")
    public @Nullable Instant discardedAt;
    /// Why it was parked or discarded.
    @Column(name = "act_reason")
    public @Nullable String actReason;
    /// Where the record is in the topic.
    public int partition;
    @Column(name = "record_offset")
    public long offset;
    @Column(name = "record_key")
    public @Nullable String key;
}
