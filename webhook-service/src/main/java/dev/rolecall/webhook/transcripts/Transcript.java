package dev.rolecall.webhook.transcripts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.rolecall.contract.Status;
import dev.rolecall.webhook.problem.NotFound;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// A row of `transcripts`, in the shape in which the API returns it. It is only read here: every write is a single SQL
/// statement of the feature that makes it.
@Entity
@Immutable
@Table(name = "transcripts")
@Schema(requiredProperties = {"id", "status", "processingStatus", "job", "attempts", "tags", "createdAt", "updatedAt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
class Transcript {
    @Id
    public UUID id;
    /// Deepgram's; null until Deepgram has assigned one.
    @Column(name = "request_id")
    public @Nullable String requestId;
    /// Deepgram's work.
    public Status status;
    /// The classification.
    @Column(name = "processing_status")
    public Status processingStatus;
    /// Deepgram's error, if `status` is failed.
    @Column(name = "error_code")
    public @Nullable String errorCode;
    @Column(name = "error_text")
    public @Nullable String errorText;
    /// Why the last attempt to classify the transcript failed, if one has.
    @Column(name = "processing_code")
    public @Nullable String processingCode;
    @Column(name = "processing_reason")
    public @Nullable String processingReason;
    public int job;
    public int attempts;
    /// When the next attempt is due, if one is waiting.
    @Column(name = "not_before")
    public @Nullable Instant notBefore;
    @Column(name = "duration_seconds")
    public @Nullable Double durationSeconds;
    public @Nullable Integer channels;
    /// Number of distinct (channel, speaker) keys of the words.
    public @Nullable Integer speakers;
    public @Nullable String language;
    /// Deepgram's model.
    public @Nullable String model;
    public List<String> tags;
    /// A JSON object: what the caller submitted as `extra`, without the callback's secret.
    @Formula("cast(extra as text)")
    @JsonRawValue
    @Schema(type = SchemaType.OBJECT)
    public String extra;
    /// The current result; null until there is one.
    @Column(name = "current_result")
    public @Nullable UUID resultId;
    @Column(name = "created_at")
    public Instant createdAt;
    @Column(name = "updated_at")
    public Instant updatedAt;
    @Column(name = "erased_at")
    public @Nullable Instant erasedAt;
    /// When body and results were dropped by retention, if they were.
    @Formula("body_dropped_at(month, body_dropped_at)")
    public @Nullable Instant bodyDroppedAt;
    /// The single status from before there were two, by the function `legacy_status`.
    @Formula("legacy_status(status, processing_status)")
    @JsonIgnore
    public Status legacyStatus;
    /// First day of the month whose partitions contain the body and the results.
    @JsonIgnore
    public LocalDate month;

    /// @throws NotFound if there is neither a body nor a result any more
    void refuseIfDropped() {
        if (erasedAt != null) {
            throw new NotFound(
                    "Transcript %s was erased at %s: its body and its results are gone.".formatted(id, erasedAt));
        }
        if (bodyDroppedAt != null) {
            throw new NotFound(
                    "Transcript %s is old: its body and its results were dropped by retention at %s.".formatted(id,
                            bodyDroppedAt));
        }
    }

    /// The same row for readers of the single status: `status` is that one.
    Transcript inLegacyView() {
        status = legacyStatus;
        return this;
    }

    /// What a transcript was called in the table that it was adopted from.
    @Entity(name = "LegacyId")
    @Immutable
    @Table(name = "legacy_ids")
    static class LegacyId {
        @Id
        @Column(name = "legacy_id")
        public String legacyId;
        @Column(name = "transcript_id")
        public UUID transcriptId;
    }

    /// A status as text in lower case, as the database stores it.
    @Converter(autoApply = true)
    static class StatusColumn implements AttributeConverter<Status, String> {
        @Override
        public String convertToDatabaseColumn(Status status) {
            return status.text();
        }

        @Override
        public Status convertToEntityAttribute(String text) {
            return Status.of(text);
        }
    }
}
