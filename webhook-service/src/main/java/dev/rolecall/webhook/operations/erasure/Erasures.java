package dev.rolecall.webhook.operations.erasure;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import dev.rolecall.webhook.lease.PodLease;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Erases transcripts by the functions `erase_transcript` and `erase_request`, which have the owner's rights: one at once, many
/// by one pod among all.
@ApplicationScoped
class Erasures {
    private static final String LEASE = "erasures";
    private static final int AT_ONCE = 100;

    private static final String ASK = """
            WITH asked AS (
                INSERT INTO erasures_asked (transcript_id) SELECT id FROM transcripts t WHERE %s AND erased_at IS NULL
                ON CONFLICT (transcript_id) DO NOTHING
            ) SELECT count(*) AS matched FROM transcripts t WHERE %s AND erased_at IS NULL""";
    private static final String COUNT = "SELECT count(*) AS matched FROM transcripts t WHERE %s AND erased_at IS NULL";
    private static final String HAS_TAG = "tags @> ARRAY[$1::varchar]";
    private static final String HAS_EXTRA = "extra @> $1";

    /// And looks for it once more in a minute, because a callback may be on its way into the tables.
    private static final String ERASE_REQUEST = """
            WITH again AS (
                INSERT INTO erasures_asked (request_id, due_at) VALUES ($1, now() + interval '1 minute')
            ) SELECT erase_request($1)::int::bigint AS matched""";

    /// An erasure that fails stays asked for.
    private static final String NEXT = """
            WITH done AS (DELETE FROM erasures_asked WHERE id = $1 RETURNING transcript_id, request_id)
            SELECT CASE WHEN transcript_id IS NULL THEN erase_request(request_id) ELSE erase_transcript(transcript_id) END
            FROM done""";

    private final Pool pool;
    private final PodLease lease;

    Erasures(Pool pool, PodLease lease) {
        this.pool = pool;
        this.lease = lease;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(1, "erase what is to be erased", () -> lease.ifHeld(LEASE, this::eraseNext));
        }
    }

    /// What becomes of a request.
    ///
    /// @param matched number of transcripts that are or would be erased
    /// @param waiting how many of all that was asked for are not erased yet
    @Schema(name = "Erased", requiredProperties = {"matched", "waiting"})
    record Erased(long matched, long waiting) {}

    Uni<Erased> erase(ErasureRequest request) {
        return (request.dryRun() ? count(request) : begin(request))
                .map(rows -> rows.iterator().next().getLong("matched"))
                .chain(matched -> waiting().map(waiting -> new Erased(matched, waiting)));
    }

    private Uni<RowSet<Row>> count(ErasureRequest request) {
        if (request.transcriptId() != null) {
            return execute(COUNT.formatted("id = $1"), request.transcriptId());
        }
        if (request.requestId() != null) {
            return execute(COUNT.formatted("request_id = $1"), request.requestId());
        }
        return request.tag() != null
                ? execute(COUNT.formatted(HAS_TAG), request.tag())
                : execute(COUNT.formatted(HAS_EXTRA), extra(request));
    }

    private Uni<RowSet<Row>> begin(ErasureRequest request) {
        if (request.transcriptId() != null) {
            return execute("SELECT erase_transcript($1)::int::bigint AS matched", request.transcriptId());
        }
        if (request.requestId() != null) {
            return execute(ERASE_REQUEST, request.requestId());
        }
        return request.tag() != null
                ? execute(ASK.formatted(HAS_TAG, HAS_TAG), request.tag())
                : execute(ASK.formatted(HAS_EXTRA, HAS_EXTRA), extra(request));
    }

    private static JsonObject extra(ErasureRequest request) {
        return new JsonObject(Map.<String, Object>copyOf(Objects.requireNonNull(request.extra())));
    }

    private Uni<RowSet<Row>> execute(String statement, Object parameter) {
        return pool.preparedQuery(statement).execute(Tuple.of(parameter));
    }

    /// Requests that are looked for once more do not count.
    private Uni<Long> waiting() {
        return pool.query("SELECT count(transcript_id) AS waiting FROM erasures_asked")
                .execute()
                .map(rows -> rows.iterator().next().getLong("waiting"));
    }

    /// An entry of the ledger.
    ///
    /// @param hash SHA-256 of the request id, or of the transcript's id if it had none; in hex
    @Schema(name = "LedgerEntry", requiredProperties = {"hash", "erasedAt"})
    record Entry(String hash, java.time.Instant erasedAt) {}

    /// @param after a hash, exclusive; empty for the first page
    Uni<List<Entry>> ledger(byte[] after, int limit) {
        return pool.preparedQuery("SELECT hash, erased_at FROM erasures WHERE hash > $1 ORDER BY hash LIMIT $2")
                .execute(Tuple.of(io.vertx.mutiny.core.buffer.Buffer.buffer(after).getDelegate(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Entry(HexFormat.of().formatHex(row.getDelegate().getBuffer("hash").getBytes()),
                                row.getOffsetDateTime("erased_at").toInstant()))
                        .toList());
    }

    /// One whose row somebody holds is tried again after those that wait behind it.
    private Uni<RowSet<Row>> erase(Long asked) {
        return pool.preparedQuery(NEXT)
                .execute(Tuple.of(asked))
                .onFailure()
                .call(() -> pool.preparedQuery("""
                        UPDATE erasures_asked SET due_at = now() + interval '30 seconds' WHERE id = $1""")
                        .execute(Tuple.of(asked)));
    }

    private Uni<Void> eraseNext() {
        return pool.preparedQuery("SELECT id FROM erasures_asked WHERE due_at <= now() ORDER BY due_at, id LIMIT $1")
                .execute(Tuple.of(AT_ONCE))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUni(row -> erase(row.getLong("id")))
                // one whose row somebody holds stops no other
                .collectFailures()
                .concatenate()
                .collect()
                .last()
                .replaceWithVoid();
    }
}
