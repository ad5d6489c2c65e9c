package dev.rolecall.webhook.adoption.comparison;

import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Reads both results of transcripts, without their turns: PostgreSQL cuts the JSON down.
@ApplicationScoped
class Comparisons {
    private static final String READ = """
            SELECT s.id, coalesce(p.result -> 'legacy', p.result -> 'speakers')::text AS before,
                (s.result -> 'speakers')::text AS now
            FROM shadows s
            JOIN transcripts t ON t.id = s.id
            JOIN processed_transcripts p ON p.id = t.current_result AND p.month = t.month
            WHERE s.processing_status = 'completed' AND s.labelled AND t.erased_at IS NULL
                AND ($1::text IS NULL OR t.tags @> ARRAY[$1]::varchar[])
                AND ($2::uuid IS NULL OR s.id = $2) AND ($3::uuid IS NULL OR s.id < $3)
            ORDER BY s.id DESC LIMIT $4""";

    private final Pool pool;
    private final ObjectMapper json;

    Comparisons(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /// Newest first.
    ///
    /// @param tag only of transcripts with this tag; null for all
    /// @param transcript only of this one; null for all
    /// @param before only of older ones; null for all
    Uni<List<Comparison>> page(@Nullable String tag, @Nullable UUID transcript, @Nullable UUID before, int limit) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(tag, transcript, before, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(this::comparison).toList());
    }

    private Comparison comparison(Row row) {
        return Comparison.of(row.getUUID("id"), read(row.getString("before")), read(row.getString("now")));
    }

    private JsonNode read(@Nullable String text) {
        try {
            return json.readTree(text == null ? "{}" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL has stored JSON that is none", e);
        }
    }
}
