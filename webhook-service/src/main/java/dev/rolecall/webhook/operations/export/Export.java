package dev.rolecall.webhook.operations.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.body.StoredBody;
import dev.rolecall.webhook.operations.selection.TranscriptSelection;
import dev.rolecall.webhook.problem.NotFound;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Writes all that is held about transcripts into one archive, one after the other: the archive may be larger than the memory.
@ApplicationScoped
class Export {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String ROWS = """
            SELECT jsonb_pretty(jsonb_build_object('transcript', to_jsonb(t), 'legacyId', (SELECT legacy_id FROM legacy_ids
                    WHERE transcript_id = t.id),
                'bodyDroppedAt', body_dropped_at(t.month, t.body_dropped_at),
                'results', (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.created_at), '[]') FROM processed_transcripts p
                    WHERE p.transcript_id = t.id),
                'shadow', (SELECT to_jsonb(s) FROM shadows s WHERE s.id = t.id),
                'deadLetters', (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.id), '[]') FROM dead_letters d
                    WHERE d.transcript_id = t.id),
                'replays', (SELECT coalesce(jsonb_agg(to_jsonb(j)), '[]') FROM replay_jobs j WHERE j.transcript_id = t.id),
                'holds', (SELECT coalesce(jsonb_agg(to_jsonb(h) ORDER BY h.id), '[]') FROM legal_holds h
                    WHERE h.transcript_id = t.id OR h.tag = ANY (t.tags)),
                'audit', (SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.id), '[]') FROM audit a
                    WHERE a.at >= t.created_at AND a.target LIKE '%' || t.id || '%'))) AS rows, t.request_id
            FROM transcripts t WHERE t.id = $1""";

    private static final String BODIES = """
            SELECT job, body, size_bytes FROM raw_transcripts WHERE transcript_id = $1
                AND month = (SELECT month FROM transcripts WHERE id = $1) ORDER BY job""";

    private static final String QUARANTINED = """
            SELECT encode(sha256, 'hex') AS name, body, size_bytes FROM quarantine WHERE request_id = $1 ORDER BY received_at""";

    private final Pool pool;

    Export(Pool pool) {
        this.pool = pool;
    }

    /// Those that are meant. Fails with [NotFound] if there is none, and nothing of the request in quarantine.
    Uni<List<UUID>> ids(TranscriptSelection selection) {
        return pool
                .preparedQuery("SELECT t.id FROM transcripts t WHERE %s ORDER BY t.id".formatted(selection.condition()))
                .execute(Tuple.of(selection.parameter()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(row -> row.getUUID("id")).toList())
                .call(ids -> ids.isEmpty() ? requireQuarantined(selection) : Uni.createFrom().voidItem());
    }

    private Uni<Void> requireQuarantined(TranscriptSelection selection) {
        return pool.preparedQuery("SELECT count(*) AS bodies FROM quarantine WHERE request_id = $1")
                .execute(Tuple.of(selection.requestId()))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("bodies") == 0) {
                        throw new NotFound("Nothing is held about %s.".formatted(selection.kind()));
                    }
                })
                .replaceWithVoid();
    }

    /// The archive, which is made while it is read. Reading blocks: for worker threads.
    ///
    /// @param requestId of which a body may be in quarantine without a transcript; null if there is none
    @SuppressWarnings("JdkObsolete") // what SequenceInputStream takes
    InputStream archive(List<UUID> ids, @Nullable String requestId) {
        var written = new ByteArrayOutputStream();
        var zip = new ZipOutputStream(written);
        var parts = Stream.<Part>concat(
                ids.isEmpty() && requestId != null
                        ? Stream.of(() -> writeQuarantined(requestId, "quarantine", zip))
                        : ids.stream().map(id -> () -> write(id, zip)),
                Stream.of(zip::close)).map(part -> part.written(written)).iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return parts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return parts.next();
            }
        });
    }

    /// A part of the archive.
    private interface Part {
        void write() throws IOException;

        private InputStream written(ByteArrayOutputStream to) {
            try {
                to.reset();
                write();
                return new ByteArrayInputStream(to.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException("failed to write a part of an archive", e);
            }
        }
    }

    private void write(UUID id, ZipOutputStream zip) throws IOException {
        var rows = query(ROWS, id);
        if (rows.isEmpty()) {
            return;
        }
        zip.putNextEntry(new ZipEntry(id + "/transcript.json"));
        zip.write(rows.getFirst().getString("rows").getBytes(UTF_8));
        for (var body : query(BODIES, id)) {
            writeBody("%s/body-%d.json".formatted(id, body.getInteger("job")), body, zip);
        }
        var requestId = rows.getFirst().getString("request_id");
        if (requestId != null) {
            writeQuarantined(requestId, id + "/quarantine", zip);
        }
    }

    private void writeQuarantined(String requestId, String folder, ZipOutputStream zip) throws IOException {
        for (var body : query(QUARANTINED, requestId)) {
            writeBody("%s/%s".formatted(folder, body.getString("name")), body, zip);
        }
    }

    private static void writeBody(String name, Row row, ZipOutputStream zip) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        try (InputStream body = StoredBody.masked(row.getBuffer("body").getBytes(), row.getLong("size_bytes"))
                .getEntity()) {
            body.transferTo(zip);
        }
    }

    private List<Row> query(String sql, Object parameter) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(parameter))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList())
                .await()
                .atMost(TIMEOUT);
    }
}
