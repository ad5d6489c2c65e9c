package dev.rolecall.webhook.adoption.migration.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

import com.github.luben.zstd.Zstd;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable.Column;
import dev.rolecall.webhook.adoption.migration.table.Pace;
import dev.rolecall.webhook.adoption.migration.table.Sql;
import org.jspecify.annotations.Nullable;

/// The copy in the other direction: bodies that Rolecall has received become JSON in the old table, and transcripts that only
/// Rolecall knows get a row there. A row that the old application has written, and that has not been copied yet, is left alone.
final class FillOldTable {
    private static final UUID FIRST = new UUID(0, 0);
    /// Of PostgreSQL: a character that jsonb cannot have, or text that is not JSON.
    private static final String NO_JSON_STATES = "22P05 22P02 22021";

    /// Transcripts whose current body is not in the old table, in the order of their ids.
    private static final String MISSING = """
            SELECT t.id, t.request_id, i.legacy_id, t.created_at, t.updated_at, r.job, r.body, r.size_bytes,
                legacy_status(t.status, t.processing_status) AS status
            FROM transcripts t
            LEFT JOIN legacy_ids i ON i.transcript_id = t.id
            LEFT JOIN {table} o ON o.{id} = i.legacy_id::{id_type}
            LEFT JOIN rolecall_adoption.filled f ON f.transcript_id = t.id
            LEFT JOIN LATERAL (SELECT job, body, size_bytes FROM raw_transcripts
                WHERE transcript_id = t.id AND month = t.month ORDER BY job DESC LIMIT 1) r ON true
            WHERE t.id > ? AND {which} AND t.erased_at IS NULL
                AND ((i.legacy_id IS NULL AND f.transcript_id IS NULL) OR (o.rolecall_copied
                    AND coalesce(f.job, CASE WHEN {has_response} THEN 1 ELSE 0 END) < r.job))
            ORDER BY t.id LIMIT 20""";
    /// New ones, and those at work: where a new body may have come.
    private static final String RECENT = """
            (t.id > ? OR (t.processing_status IN ('pending', 'processing') AND t.updated_at > now() - interval '5 minutes'))""";

    private final Sql sql;
    private final LegacyTable table;
    private final Consumer<String> progress;
    private UUID newest = FIRST;

    /// @param table the old one, which has stepped aside
    FillOldTable(Sql sql, LegacyTable table, Consumer<String> progress) {
        this.sql = sql;
        this.table = table;
        this.progress = progress;
    }

    /// All that is missing.
    void all() throws SQLException {
        sql.execute(
                "CREATE TABLE IF NOT EXISTS rolecall_adoption.filled (transcript_id uuid PRIMARY KEY, job integer NOT NULL)");
        fill("?::uuid IS NOT NULL", new Pace(sql, "filled", missing(), progress));
    }

    /// What has come lately.
    void recent() throws SQLException {
        fill(RECENT, new Pace(sql, "filled", 0, progress));
    }

    /// How many transcripts the old table does not have.
    long missing() throws SQLException {
        return sql.number("""
                SELECT count(*) FROM transcripts t WHERE t.erased_at IS NULL
                    AND NOT EXISTS (SELECT FROM legacy_ids i WHERE i.transcript_id = t.id)""");
    }

    private void fill(String which, Pace pace) throws SQLException {
        var began = newest;
        for (var last = fillBatch(FIRST, which, began, pace); last != null;) {
            last = fillBatch(last, which, began, pace);
        }
    }

    /// @return the last id; null if nothing was left
    private @Nullable UUID fillBatch(UUID after, String which, UUID since, Pace pace) throws SQLException {
        var start = System.nanoTime();
        var rows = sql.query(FillOldTable::missing,
                table.in(MISSING.replace("{which}", which).replace("{has_response}", table.hasResponse("o"))), after,
                since);
        for (var row : rows) {
            fill(row);
            newest = row.id().compareTo(newest) > 0 ? row.id() : newest;
        }
        if (rows.isEmpty()) {
            return null;
        }
        pace.ended(rows.size(), Duration.ofNanos(System.nanoTime() - start));
        return rows.getLast().id();
    }

    /// A transcript whose current body is not in the old table.
    ///
    /// @param legacyId null if it has no row there
    /// @param body null if there is none
    @SuppressWarnings("ArrayRecordComponent") // bytes that are decompressed once
    private record Missing(UUID id, @Nullable String requestId, @Nullable String legacyId, Object createdAt,
            Object updatedAt,
            int job, byte @Nullable [] body, int size, String status) {
        private @Nullable String json() {
            return body == null ? null : new String(Zstd.decompress(body, size), UTF_8);
        }
    }

    private static Missing missing(ResultSet row) throws SQLException {
        return new Missing(row.getObject("id", UUID.class), row.getString("request_id"), row.getString("legacy_id"),
                row.getObject("created_at"), row.getObject("updated_at"), row.getInt("job"), row.getBytes("body"),
                row.getInt("size_bytes"), row.getString("status"));
    }

    private void fill(Missing row) throws SQLException {
        var json = row.json();
        try {
            fill(row, json);
        } catch (SQLException e) {
            if (json == null || e.getSQLState() == null || !NO_JSON_STATES.contains(e.getSQLState())) {
                throw e;
            }
            progress.accept(
                    "the body of %s is no %s for PostgreSQL (%s); its row has none, and GET /transcripts/%1$s/raw has it"
                            .formatted(row.id(), table.column(Column.RESPONSE), e.getMessage()));
            fill(row, "{}");
        }
    }

    private void fill(Missing row, @Nullable String json) throws SQLException {
        sql.inTransaction(() -> {
            var legacyId = row.legacyId() == null ? insert(row, json) : update(row.legacyId(), json);
            if (legacyId != null) {
                // after the trigger has taken the mark away
                sql.execute(table.in("UPDATE {table} SET rolecall_copied = true WHERE {id} = ?::{id_type}"), legacyId);
            }
            return sql.execute("""
                    INSERT INTO rolecall_adoption.filled VALUES (?, ?)
                    ON CONFLICT (transcript_id) DO UPDATE SET job = excluded.job""", row.id(), row.job());
        });
    }

    /// @return null if the application has written the row meanwhile
    private @Nullable String update(String legacyId, @Nullable String json) throws SQLException {
        return sql.execute(table.in("""
                UPDATE {table} SET {response} = ?::{response_type} WHERE {id} = ?::{id_type} AND rolecall_copied"""
                .replace("{response_type}", typeOf(Column.RESPONSE))), json, legacyId) == 0 ? null : legacyId;
    }

    /// @return null if the application has inserted a row with the request id meanwhile
    private @Nullable String insert(Missing row, @Nullable String json) throws SQLException {
        var isNamed = table.idType().equals("uuid") || table.idType().equals("text")
                || table.idType().startsWith("character varying");
        var inserted = sql.first(found -> found.getString(1), table.in("""
                INSERT INTO {table} (%s{request_id}, {status}, {response}, {created_at}, {updated_at})
                SELECT %s?, ?::%s, ?::%s, ?, ? WHERE NOT EXISTS (SELECT FROM {table} WHERE {request_id}::text = ?)
                ON CONFLICT DO NOTHING RETURNING {id}::text""".formatted(isNamed ? "{id}, " : "",
                isNamed ? "'%s'::{id_type}, ".formatted(row.id()) : "", typeOf(Column.STATUS),
                typeOf(Column.RESPONSE))),
                row.requestId(), row.status(), json, row.createdAt(), row.updatedAt(), row.requestId());
        if (inserted.isPresent()) {
            sql.execute("INSERT INTO legacy_ids (legacy_id, transcript_id, is_copy) VALUES (?, ?, false)",
                    inserted.get(),
                    row.id());
        }
        return inserted.orElse(null);
    }

    private String typeOf(Column column) throws SQLException {
        return typeOf(sql, table, column);
    }

    static String typeOf(Sql sql, LegacyTable table, Column column) throws SQLException {
        return sql.first(row -> row.getString(1),
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = ?::regclass AND attname = ?",
                table.name(), table.columns().get(column)).orElse("text");
    }
}
