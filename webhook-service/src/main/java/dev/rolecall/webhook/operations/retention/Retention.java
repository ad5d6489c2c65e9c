package dev.rolecall.webhook.operations.retention;

import java.time.Instant;
import java.time.LocalDate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A row of `retentions`, in the shape in which the API returns it: bodies and results that an operator has asked to drop.
@Entity
@Table(name = "retentions")
@Schema(requiredProperties = {"id", "state", "dropped", "kept", "askedBy", "askedAt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
class Retention {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;
    /// Its first day; null if it is of a tag.
    public @Nullable LocalDate month;
    public @Nullable String tag;
    /// With a tag: only transcripts that came before then.
    public @Nullable Instant before;
    /// asked, running, emptied (the rows are gone, the partition is not detached yet), completed, refused or cancelled.
    public String state;
    /// Why it was refused, or what is left to do.
    public @Nullable String note;
    /// Number of transcripts whose body is gone.
    public long dropped;
    /// With a tag: number of transcripts that are unfinished, being replayed, or held.
    public long kept;
    @Column(name = "asked_by")
    public String askedBy;
    @Column(name = "asked_at")
    public Instant askedAt;
    @Column(name = "ended_at")
    public @Nullable Instant endedAt;
}
