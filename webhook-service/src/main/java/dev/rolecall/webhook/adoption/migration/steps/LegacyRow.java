package dev.rolecall.webhook.adoption.migration.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;

import dev.rolecall.contract.Ids;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.CollectBody;
import dev.rolecall.webhook.body.ParsedBody;
import org.jspecify.annotations.Nullable;

/// A row of the table, and what becomes of it in Rolecall's.
///
/// @param legacyId its id as text
/// @param received the transcript that has come with the same request id by a callback; null if none has
/// @param version changes with every write to the row: PostgreSQL's `xmin`
/// @param legacyStatus for Deepgram and the LLM together
/// @param legacyProcessingStatus by the rule of [LegacyTable#processingStatus]
/// @param body Deepgram's, as it will be stored; null until it has come
/// @param result what the LLM has said, as JSON text; null until it has
record LegacyRow(String legacyId, UUID id, @Nullable UUID received, String version, @Nullable String requestId,
        String legacyStatus,
        String legacyProcessingStatus, @Nullable Body body, @Nullable String result, OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {
    static final String FAILED = "failed";
    private static final String COMPLETED = "completed";
    private static final String PENDING = "pending";
    private static final long VERSION_7 = 0x7000L;
    private static final long RANDOM_A = 0x0FFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_B = 0x3FFF_FFFF_FFFF_FFFFL;

    static LegacyRow of(ResultSet row, boolean isUuid) throws SQLException {
        var legacyId = row.getString("legacy_id");
        var createdAt = row.getObject("created_at", OffsetDateTime.class);
        var id = isUuid ? UUID.fromString(legacyId) : idOf(legacyId, createdAt.toInstant());
        var known = row.getObject("known", UUID.class);
        return new LegacyRow(legacyId, id, id.equals(known) ? null : known,
                row.getString("version"), row.getString("request_id"), row.getString("status"),
                row.getString("processing_status"), bodyOf(present(row.getString("response"))),
                present(row.getString("result")),
                createdAt,
                row.getObject("updated_at", OffsetDateTime.class));
    }

    /// JSON's null is none.
    private static @Nullable String present(@Nullable String json) {
        return "null".equals(json) ? null : json;
    }

    private static @Nullable Body bodyOf(@Nullable String response) {
        if (response == null) {
            return null;
        }
        var bytes = response.getBytes(UTF_8);
        try (var collect = new CollectBody(bytes.length)) {
            collect.add(bytes);
            return collect.body();
        }
    }

    /// A version 7 UUID (RFC 9562), so that lists are in the order of creation. The rest is a hash of the old id: the same
    /// row gets the same one each time.
    static UUID idOf(String legacyId, Instant createdAt) {
        var hash = ByteBuffer.wrap(sha256(legacyId));
        return new UUID(createdAt.toEpochMilli() << 16 | VERSION_7 | (hash.getShort() & RANDOM_A),
                VARIANT | (hash.getLong() & RANDOM_B));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Deepgram's alone. What has a transcript is complete, whatever the LLM has done; a body may also be an error.
    String status() {
        return switch (body == null ? null : body.contents()) {
            case ParsedBody.Failure _ -> FAILED;
            case null -> legacyStatus;
            default -> COMPLETED;
        };
    }

    /// What was at the LLM is pending: no classifier has claimed it.
    String processingStatus() {
        return status().equals(COMPLETED) && !legacyProcessingStatus.equals("processing")
                ? legacyProcessingStatus
                : PENDING;
    }

    /// Whether it can be labelled, once an operator releases it.
    boolean isHeld() {
        return body != null && body.contents() instanceof ParsedBody.Transcription
                && processingStatus().equals(PENDING);
    }

    LocalDate month() {
        return Ids.monthOf(createdAt.toInstant());
    }
}
