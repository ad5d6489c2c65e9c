package dev.rolecall.webhook.quarantine;

import java.time.Instant;
import java.util.HexFormat;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// A row of `quarantine`: a body that belongs to no transcript. [QuarantineBody] inserts it.
@Entity
@Immutable
@Table(name = "quarantine")
public class QuarantinedBody {
    @Id
    byte[] sha256;
    @Column(name = "request_id")
    @Nullable
    String requestId;
    String reason;
    byte[] body;
    @Column(name = "size_bytes")
    long size;
    @Column(name = "received_at")
    Instant receivedAt;

    /// The row without the body's bytes.
    @SuppressWarnings("ArrayRecordComponent") // a hash, which is only formatted
    public record Summary(byte[] sha256, @Nullable String requestId, String reason, long size, Instant receivedAt) {
        public String hash() {
            return HexFormat.of().formatHex(sha256);
        }
    }

    /// The bytes alone.
    ///
    /// @param body zstd-compressed
    /// @param size before compression
    @SuppressWarnings("ArrayRecordComponent") // bytes that are decompressed once
    public record Content(byte[] body, long size) {}
}
