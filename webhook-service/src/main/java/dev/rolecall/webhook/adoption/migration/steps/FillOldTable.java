package dev.rolecall.webhook.adoption.migration.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private static final int BATCH = 50;
    private static final int BYTES_AT_ONCE = 4 * 1024 * 1024;
    private static final UUID FIRST = new UUID(0, 0);
    /// Of PostgreSQL: a character that jsonb cannot have, or text that is not JSON.
    private static final String NO_JSON_STATES = "22P05 22P02 22021";

    /// Transcripts whose current body is not in the old table, in the order of their ids.
    private static final String MISSING = """
            SELECT * FROM (SELECT q.*, row_number() OVER (ORDER BY id) AS number, count(*) OVER () AS found,
                sum(coalesce(size_bytes, 0)) OVER (ORDER BY id) AS bytes FROM (
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
            ORDER BY t.id LIMIT %d) q) w WHERE number = 1 OR bytes <= %d ORDER BY id""".formatted(BATCH, BYTES_AT_ONCE);
    /// New ones, by the time in their ids, and those at work: where a new body may have come.
    private static final String RECENT = """
            ((t.id > ? AND t.id < ?) OR (t.processing_status IN ('pending', 'processing')
                AND t.updated_at > now() - interval '5 minutes'))""";
    private static final String ALL = "?::uuid <> ?::uuid";
    /// How far the clocks of pods may be ahead, and how long a statement may take.
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final Sql sql;
    private final LegacyTable table;
    private final Consumer<String> progress;
    private final Map<Column, String> types = new EnumMap<>(Column.class);
    private Instant lookedAt = Instant.EPOCH;

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
        fill(ALL, new Pace(sql, "filled", missing(), progress));
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
        var now = Instant.now();
        var since = firstId(lookedAt.minus(OVERLAP));
        var until = firstId(now.plus(OVERLAP));
        for (var last = FIRST; last != null;) {
            var began = System.nanoTime();
            var rows = sql.query(FillOldTable::missing, table.in(MISSING.replace("{which}", which)
                    .replace("{has_response}", table.hasResponse("o"))), last, since, until);
            fill(rows);
            pace.ended(rows.size(), Duration.ofNanos(System.nanoTime() - began));
            // fewer than a batch: what has come meanwhile is the next look's
            last = rows.isEmpty() || (rows.getLast().found() == rows.size() && rows.size() < BATCH)
                    ? null
                    : rows.getLast().id();
        }
        lookedAt = now;
    }

    /// The lowest version 7 UUID of a time: those of new transcripts are higher.
    private static UUID firstId(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }

    /// In one transaction, or if one of them cannot be filled, each in its own.
    private void fill(List<Missing> rows) throws SQLException {
        try {
            sql.inTransaction(() -> fill(rows, Missing::json));
        } catch (SQLException e) {
            if (!isNoJson(e)) {
                throw e;
            }
            for (var row : rows) {
                fillAlone(row);
            }
        }
    }

    /// A transcript whose current body is not in the old table.
    ///
    /// @param legacyId null if it has no row there
    /// @param body null if there is none
    /// @param found how many there were beside it, at most a batch
    @SuppressWarnings("ArrayRecordComponent") // bytes that are decompressed once
    private record Missing(UUID id, @Nullable String requestId, @Nullable String legacyId, Object createdAt,
            Object updatedAt,
            int job, byte @Nullable [] body, int size, String status, int found) {
        private @Nullable String json() {
            return body == null ? null : new String(Zstd.decompress(body, size), UTF_8);
        }
    }

    private static Missing missing(ResultSet row) throws SQLException {
        return new Missing(row.getObject("id", UUID.class), row.getString("request_id"), row.getString("legacy_id"),
                row.getObject("created_at"), row.getObject("updated_at"), row.getInt("job"), row.getBytes("body"),
                row.getInt("size_bytes"), row.getString("status"), row.getInt("found"));
    }

    private static boolean isNoJson(SQLException e) {
        return e.getSQLState() != null && NO_JSON_STATES.contains(e.getSQLState());
    }

    private void fillAlone(Missing row) throws SQLException {
        try {
            sql.inTransaction(() -> fill(List.of(row), Missing::json));
        } catch (SQLException e) {
            if (!isNoJson(e)) {
                throw e;
            }
            progress.accept(
                    "the body of %s is no %s for PostgreSQL (%s); its row has none, and GET /transcripts/%1$s/raw has it"
                            .formatted(row.id(), table.column(Column.RESPONSE), e.getMessage()));
            sql.inTransaction(() -> fill(List.of(row), _ -> "{}"));
        }
    }

    private interface Json {
        @Nullable
        String of(Missing row);
    }

    private int fill(List<Missing> rows, Json json) throws SQLException {
        var ids = new ArrayList<Object[]>();
        var filled = new ArrayList<Missing>();
        for (var row : rows) {
            if (row.legacyId() == null) {
                insert(row, json.of(row)).ifPresent(legacyId -> {
                    ids.add(new Object[]{legacyId});
                    filled.add(row);
                });
            }
        }
        var known = rows.stream().filter(row -> row.legacyId() != null).toList();
        var counts = sql.batch(table.in("""
                UPDATE {table} SET {response} = ?::%s WHERE {id} = ?::{id_type} AND rolecall_copied"""
                .formatted(typeOf(Column.RESPONSE))),
                known.stream().map(row -> new @Nullable Object[]{json.of(row), row.legacyId()}).toList());
        for (var i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                ids.add(new Object[]{Objects.requireNonNull(known.get(i).legacyId())});
                filled.add(known.get(i));
            }
        }
        // after the trigger has taken the mark away
        sql.batch(table.in("UPDATE {table} SET rolecall_copied = true WHERE {id} = ?::{id_type}"), ids);
        return sql.batch("""
                INSERT INTO rolecall_adoption.filled VALUES (?, ?)
                ON CONFLICT (transcript_id) DO UPDATE SET job = excluded.job""",
                filled.stream().map(row -> new Object[]{row.id(), row.job()}).toList()).length;
    }

    /// @return the id of the new row; empty if the application has inserted one with the request id meanwhile
    private Optional<String> insert(Missing row, @Nullable String json) throws SQLException {
        var isNamed = table.canHaveUuids();
        var inserted = sql.first(found -> found.getString(1), table.in("""
                INSERT INTO {table} (%s{request_id}, {status}, {response}, {created_at}, {updated_at})
                SELECT %s?::%s, ?::%s, ?::%s, ?, ? WHERE NOT EXISTS (SELECT FROM {table} WHERE {request_id}::text = ?)
                ON CONFLICT DO NOTHING RETURNING {id}::text""".formatted(isNamed ? "{id}, " : "",
                isNamed ? "'%s'::{id_type}, ".formatted(row.id()) : "", typeOf(Column.REQUEST_ID),
                typeOf(Column.STATUS),
                typeOf(Column.RESPONSE))),
                row.requestId(), row.status(), json, row.createdAt(), row.updatedAt(), row.requestId());
        if (inserted.isPresent()) {
            sql.execute("INSERT INTO legacy_ids (legacy_id, transcript_id, is_copy) VALUES (?, ?, false)",
                    inserted.get(),
                    row.id());
        }
        return inserted;
    }

    private String typeOf(Column column) throws SQLException {
        var known = types.get(column);
        if (known != null) {
            return known;
        }
        var read = typeOf(sql, table, column);
        types.put(column, read);
        return read;
    }

    static String typeOf(Sql sql, LegacyTable table, Column column) throws SQLException {
        return sql.first(row -> row.getString(1),
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = ?::regclass AND attname = ?",
                table.name(), table.columns().get(column)).orElse("text");
    }
}
