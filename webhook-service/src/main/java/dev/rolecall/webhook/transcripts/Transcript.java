package dev.rolecall.webhook.transcripts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.rolecall.contract.Status;
import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/// A row of `transcripts`, as the API shows it.
///
/// @param status Deepgram's
/// @param processingStatus the model's
/// @param processingCode why the last attempt to classify it failed, if one has
/// @param notBefore when the next attempt is due, if one is waiting
/// @param speakers distinct (channel, speaker) keys among the words
/// @param extra a JSON object: what the caller sent along
/// @param resultId of the result that is shown; null until there is one
/// @param month the first day of the month whose partitions hold the body and the results; not shown
@JsonInclude(JsonInclude.Include.NON_NULL)
record Transcript(UUID id, @Nullable String requestId, Status status, Status processingStatus,
        @Nullable String errorCode, @Nullable String errorText, @Nullable String processingCode,
        @Nullable String processingReason, int job, int attempts, @Nullable Instant notBefore,
        @Nullable Double durationSeconds, @Nullable Integer channels, @Nullable Integer speakers,
        @Nullable String language, @Nullable String model, List<String> tags, @JsonRawValue String extra,
        @Nullable UUID resultId, Instant createdAt, Instant updatedAt, @Nullable Instant erasedAt,
        @JsonIgnore LocalDate month) {

    /// What [#of] reads.
    static final String COLUMNS = """
            id, request_id, status, processing_status, error_code, error_text, processing_code, processing_reason, job,
            attempts, not_before, duration_seconds, channels, speakers, language, model, tags, extra::text AS extra,
            current_result, created_at, updated_at, erased_at, month""";

    static Transcript of(Row row) {
        return new Transcript(row.getUUID("id"), row.getString("request_id"), Status.of(row.getString("status")),
                Status.of(row.getString("processing_status")), row.getString("error_code"), row.getString("error_text"),
                row.getString("processing_code"), row.getString("processing_reason"), row.getInteger("job"),
                row.getInteger("attempts"), instant(row, "not_before"), row.getDouble("duration_seconds"),
                row.getInteger("channels"), row.getInteger("speakers"), row.getString("language"),
                row.getString("model"), List.of(row.getArrayOfStrings("tags")), row.getString("extra"),
                row.getUUID("current_result"), row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant(), instant(row, "erased_at"), row.getLocalDate("month"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
