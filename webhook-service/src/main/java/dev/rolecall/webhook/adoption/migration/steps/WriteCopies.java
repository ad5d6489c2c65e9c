package dev.rolecall.webhook.adoption.migration.steps;

import java.sql.Date;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.Sql;
import dev.rolecall.webhook.body.ParsedBody;
import org.jspecify.annotations.Nullable;

/// Writes rows of the old table to Rolecall's tables, and marks those that have not changed since they were read.
record WriteCopies(Sql sql, LegacyTable table) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// The code of what has failed before.
    private static final String LEGACY = "legacy";

    private static final String TRANSCRIPT = """
            INSERT INTO transcripts AS t (id, request_id, status, error_code, error_text, processing_status,
                processing_code, processing_reason, month, duration_seconds, channels, speakers, language, model, tags, extra, way,
                current_result, created_at, updated_at)
            SELECT ?, CASE WHEN NOT EXISTS (SELECT FROM transcripts WHERE request_id = r.id AND id <> ?) THEN r.id END,
                ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?
            FROM (SELECT ?::text AS id) AS r
            ON CONFLICT (id) DO UPDATE SET request_id = coalesce(t.request_id, excluded.request_id),
                status = excluded.status, error_code = excluded.error_code, error_text = excluded.error_text,
                processing_status = excluded.processing_status, processing_code = excluded.processing_code,
                processing_reason = excluded.processing_reason, duration_seconds = excluded.duration_seconds,
                channels = excluded.channels, speakers = excluded.speakers, language = excluded.language,
                model = excluded.model, tags = excluded.tags, extra = excluded.extra, way = excluded.way,
                current_result = excluded.current_result, updated_at = excluded.updated_at
            WHERE t.job = 1 AND t.claim = 0 AND t.erased_at IS NULL
                AND NOT EXISTS (SELECT FROM legacy_ids WHERE transcript_id = t.id AND NOT is_copy)""";

    private static final String BODY = """
            INSERT INTO raw_transcripts AS r (transcript_id, job, month, body, size_bytes, sha256, received_at)
            VALUES (?, 1, ?, ?, ?, ?, ?)
            ON CONFLICT (transcript_id, job, month) DO UPDATE SET body = excluded.body,
                size_bytes = excluded.size_bytes, sha256 = excluded.sha256
            WHERE r.sha256 <> excluded.sha256""";

    private static final String RESULT = """
            INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, unlabelled_reason, result,
                created_at)
            VALUES (?, ?, 1, ?, false, 'adopted',
                jsonb_build_object('speakers', '[]'::jsonb, 'turns', '[]'::jsonb, 'legacy', ?::jsonb), ?)
            ON CONFLICT (id, month) DO UPDATE SET result = excluded.result""";

    /// The result of a transcript that came by a callback, and whose own labels are only compared.
    private static final String RESULT_OF_SHADOWED = """
            WITH met AS (
                UPDATE transcripts SET processing_status = 'completed', current_result = ?, updated_at = now()
                WHERE id = ? AND way = 'shadow' AND status = 'completed' AND erased_at IS NULL
                    AND (current_result IS NULL OR current_result = ?)
                RETURNING id, job, month
            )
            INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, unlabelled_reason, result,
                created_at)
            SELECT ?, id, job, month, false, 'adopted',
                jsonb_build_object('speakers', '[]'::jsonb, 'turns', '[]'::jsonb, 'legacy', ?::jsonb), ?
            FROM met
            ON CONFLICT (id, month) DO UPDATE SET result = excluded.result""";

    /// Deletes the transcripts of a CTE `known`, and what belongs to them.
    static final String WITH_ALL_OF_THEM = """
            , gone AS (
                DELETE FROM transcripts WHERE id IN (SELECT transcript_id FROM known) RETURNING id, month
            ), bodies AS (
                DELETE FROM raw_transcripts r USING gone WHERE r.transcript_id = gone.id AND r.month = gone.month
            ), results AS (
                DELETE FROM processed_transcripts p USING gone WHERE p.transcript_id = gone.id AND p.month = gone.month
            ), shadowed AS (
                DELETE FROM shadows WHERE id IN (SELECT transcript_id FROM known)
            )
            """;
    /// A row that was copied before its request id was known, and whose transcript has come by a callback meanwhile.
    private static final String REPLACED = """
            WITH known AS (
                DELETE FROM legacy_ids i USING transcripts t WHERE i.legacy_id = ? AND i.is_copy
                    AND t.id = i.transcript_id AND t.id <> ? AND t.job = 1 AND t.claim = 0
                RETURNING i.transcript_id
            )""" + WITH_ALL_OF_THEM + "DELETE FROM outbox WHERE false";

    void write(List<LegacyRow> all) throws SQLException {
        var own = all.stream().filter(row -> row.received() == null).toList();
        sql.inTransaction(() -> {
            var counts = sql.batch(TRANSCRIPT, parameters(own, this::transcript));
            var stored = IntStream.range(0, own.size()).filter(i -> counts[i] > 0).mapToObj(own::get).toList();
            sql.batch(BODY, parameters(stored, WriteCopies::content));
            sql.batch("DELETE FROM raw_transcripts WHERE transcript_id = ? AND month = ? AND job = 1",
                    parameters(stored,
                            row -> row.body() == null ? new Object[]{row.id(), Date.valueOf(row.month())} : null));
            sql.batch(RESULT, parameters(stored, WriteCopies::result));
            sql.batch(RESULT_OF_SHADOWED, parameters(all, WriteCopies::resultOfShadowed));
            sql.batch(REPLACED, parameters(all,
                    row -> row.received() == null ? null : new Object[]{row.legacyId(), row.received()}));
            sql.batch("""
                    INSERT INTO legacy_ids (legacy_id, transcript_id, is_copy) VALUES (?, ?, ?)
                    ON CONFLICT DO NOTHING""", parameters(all, WriteCopies::names));
            return sql.batch(table.in("""
                    UPDATE {table} SET rolecall_copied = true WHERE {id} = ?::{id_type} AND xmin = ?::xid"""),
                    parameters(all, row -> new Object[]{row.legacyId(), row.version()}));
        });
    }

    private static Object[] names(LegacyRow row) {
        var received = row.received();
        return new Object[]{row.legacyId(), received == null ? row.id() : received, received == null};
    }

    private interface Parameters {
        @Nullable
        Object @Nullable [] of(LegacyRow row) throws SQLException;
    }

    /// Without those that have none.
    private static List<@Nullable Object[]> parameters(List<LegacyRow> all, Parameters parameters) throws SQLException {
        var lists = new ArrayList<@Nullable Object[]>();
        for (var row : all) {
            var list = parameters.of(row);
            if (list != null) {
                lists.add(list);
            }
        }
        return lists;
    }

    private static @Nullable Object @Nullable [] content(LegacyRow row) {
        var body = row.body();
        return body == null
                ? null
                : new Object[]{row.id(), Date.valueOf(row.month()), body.zstd(), body.size(), body.sha256(),
                        row.updatedAt()};
    }

    private static @Nullable Object @Nullable [] result(LegacyRow row) {
        return row.result() == null
                ? null
                : new @Nullable Object[]{row.id(), row.id(), Date.valueOf(row.month()), row.result(),
                        row.updatedAt()};
    }

    private static @Nullable Object @Nullable [] resultOfShadowed(LegacyRow row) {
        return row.result() == null
                ? null
                : new @Nullable Object[]{row.id(), row.received() == null ? row.id() : row.received(), row.id(),
                        row.id(), row.result(), row.updatedAt()};
    }

    private @Nullable Object[] transcript(LegacyRow row) throws SQLException {
        var body = row.body();
        var known = body != null && body.contents() instanceof ParsedBody.Transcription it ? it : null;
        var error = body != null && body.contents() instanceof ParsedBody.Failure it ? it : null;
        var isFailed = row.status().equals(LegacyRow.FAILED);
        var hasLlmFailed = row.processingStatus().equals(LegacyRow.FAILED);
        return new @Nullable Object[]{row.id(), row.id(), row.status(),
                error == null || error.code() == null ? (isFailed ? LEGACY : null) : error.code(),
                error == null ? null : error.text(), row.processingStatus(), hasLlmFailed ? LEGACY : null,
                hasLlmFailed ? "failed before the adoption" : null, Date.valueOf(row.month()),
                known == null ? null : known.durationSeconds(), known == null ? null : known.channels(),
                known == null ? null : known.speakers(), known == null ? null : known.language(),
                known == null ? null : known.model(),
                sql.connection().createArrayOf("varchar", known == null ? new String[0] : known.tags().toArray()),
                json(known == null ? Map.of() : known.extra()), row.isHeld() ? "off" : "queue",
                row.result() == null ? null : row.id(), row.createdAt(), row.updatedAt(), row.requestId()};
    }

    private static String json(Map<String, String> pairs) {
        return JSON.valueToTree(pairs).toString();
    }
}
