package dev.rolecall.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// A row of `transcripts`, for reading. Every change of one is a single conditional SQL statement, so that it can be
/// atomic with the outbox row it causes and fenced by the claim; hence immutable here.
@Entity
@Immutable
@Table(name = "transcripts")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class Transcript {
    @Id
    public UUID id;
    @Column(name = "request_id")
    public @Nullable String requestId;
    public Status status;
    @Column(name = "error_code")
    public @Nullable String errorCode;
    @Column(name = "error_text")
    public @Nullable String errorText;
    @Column(name = "processing_status")
    public Status processingStatus;
    @Column(name = "processing_code")
    public @Nullable String processingCode;
    @Column(name = "processing_reason")
    public @Nullable String processingReason;
    /// The first day of the month whose partitions hold the body and the results.
    public LocalDate month;
    @Column(name = "duration_seconds")
    public @Nullable Double durationSeconds;
    public @Nullable Integer channels;
    public @Nullable Integer speakers;
    public @Nullable String language;
    public @Nullable String model;
    @JdbcTypeCode(SqlTypes.ARRAY)
    public List<String> tags;
    /// A JSON object as text: what the caller sent along as Deepgram's `extra`.
    @JdbcTypeCode(SqlTypes.JSON)
    public String extra;
    public int job;
    public int attempts;
    @Column(name = "not_before")
    public @Nullable Instant notBefore;
    public long claim;
    @Column(name = "lease_until")
    public @Nullable Instant leaseUntil;
    @Column(name = "current_result")
    public @Nullable UUID currentResult;
    @Column(name = "created_at")
    public Instant createdAt;
    @Column(name = "updated_at")
    public Instant updatedAt;
    @Column(name = "erased_at")
    public @Nullable Instant erasedAt;
}
