package dev.rolecall.webhook.transcripts;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// A row of `processed_transcripts`: one result. In the API, its columns and the fields of `result` are one JSON
/// object.
@Entity
@Immutable
@Table(name = "processed_transcripts")
@IdClass(ProcessedTranscript.Key.class)
class ProcessedTranscript {
    @Id
    public UUID id;
    @Id
    @JsonIgnore
    public LocalDate month;
    @Column(name = "transcript_id")
    public UUID transcriptId;
    public int job;
    /// False if there was nothing to label.
    public boolean labelled;
    @Column(name = "unlabelled_reason")
    public @Nullable String unlabelledReason;
    /// The LLM that answered; null if none was asked.
    public @Nullable String model;
    @Column(name = "input_tokens")
    public int inputTokens;
    @Column(name = "cached_tokens")
    public int cachedTokens;
    @Column(name = "output_tokens")
    public int outputTokens;
    @Column(name = "cost_usd")
    public BigDecimal costUsd;
    @Column(name = "created_at")
    public Instant createdAt;
    /// A JSON object: setting, speakers, turns and more.
    @Formula("cast(result as text)")
    @JsonIgnore
    public String result;

    /// The primary key, which includes the partition.
    record Key(UUID id, LocalDate month) {}
}
