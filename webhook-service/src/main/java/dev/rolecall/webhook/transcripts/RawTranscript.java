package dev.rolecall.webhook.transcripts;

import java.time.LocalDate;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;

/// A row of `raw_transcripts`: one body of a transcript. The body with the highest job is the current one.
@Entity
@Immutable
@Table(name = "raw_transcripts")
@IdClass(RawTranscript.Key.class)
class RawTranscript {
    @Id
    @Column(name = "transcript_id")
    UUID transcriptId;
    @Id
    int job;
    @Id
    LocalDate month;
    byte[] body;
    @Column(name = "size_bytes")
    long size;

    /// The primary key, which includes the partition.
    record Key(UUID transcriptId, int job, LocalDate month) {}

    /// The bytes alone.
    ///
    /// @param body zstd-compressed
    /// @param size before compression
    @SuppressWarnings("ArrayRecordComponent") // bytes that are decompressed once
    record Content(byte[] body, long size) {}
}
