package dev.rolecall.webhook.operations.erasure;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import dev.rolecall.webhook.lease.PodLease;
import dev.rolecall.webhook.operations.selection.TranscriptSelection;
import dev.rolecall.webhook.problem.Conflict;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
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
    private static final int LOCKED_SECONDS = 30;
    private static final int HELD_SECONDS = 3600;

    private static final String ASK = """
            WITH asked AS (
                INSERT INTO erasures_asked (transcript_id) SELECT id FROM transcripts t WHERE %s AND erased_at IS NULL
                ON CONFLICT (transcript_id) DO NOTHING
            )
            """;
    private static final String COUNT = """
            SELECT count(*) AS matched, count(*) FILTER (WHERE t.id IN (
                    SELECT transcript_id FROM legal_holds WHERE released_at IS NULL AND transcript_id IS NOT NULL)
                OR t.tags && (SELECT coalesce(array_agg(tag), '{}') FROM legal_holds WHERE released_at IS NULL AND tag IS NOT NULL)
                ) AS held FROM transcripts t WHERE %s AND erased_at IS NULL""";

    private static final String ERASE_TRANSCRIPT = """
            WITH held AS (SELECT FROM transcripts t WHERE t.id = $1 AND is_held(t.id, t.tags))
            SELECT CASE WHEN EXISTS (SELECT FROM held) THEN 0 ELSE erase_transcript($1)::int::bigint END AS matched,
                (SELECT count(*) FROM held) AS held""";

    /// And looks for it once more in a minute, because a callback may be on its way into the tables.
    private static final String ERASE_REQUEST = """
            WITH held AS (SELECT FROM transcripts t WHERE t.request_id = $1 AND is_held(t.id, t.tags)),
            again AS (
                INSERT INTO erasures_asked (request_id, due_at)
                SELECT $1, now() + interval '1 minute' WHERE NOT EXISTS (SELECT FROM held)
            )
            SELECT CASE WHEN EXISTS (SELECT FROM held) THEN 0 ELSE erase_request($1)::int::bigint END AS matched,
                (SELECT count(*) FROM held) AS held""";

    /// An erasure that fails stays asked for, and so does one of a transcript under legal hold.
    private static final String NEXT = """
            WITH done AS (
                DELETE FROM erasures_asked a WHERE id = $1 AND NOT EXISTS (SELECT FROM transcripts t
                    WHERE (t.id = a.transcript_id OR t.request_id = a.request_id) AND is_held(t.id, t.tags))
                RETURNING transcript_id, request_id
            )
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
    /// @param held how many of these are under legal hold: they are erased when it is released
    /// @param waiting how many of all that was asked for are not erased yet
    @Schema(name = "Erased", requiredProperties = {"matched", "held", "waiting"})
    record Erased(long matched, long held, long waiting) {}

    /// How many would be erased.
    Uni<Erased> count(TranscriptSelection selection) {
        return execute(COUNT.formatted(selection.condition()), selection).chain(this::withWaiting);
    }

    /// Fails with [Conflict] if a single transcript is under legal hold.
    Uni<Erased> erase(TranscriptSelection selection) {
        return execute(statement(selection), selection)
                .invoke(row -> {
                    if (selection.isOfOne() && row.getLong("held") > 0) {
                        throw new Conflict(
                                "It is under legal hold and was not erased. GET /operations/holds tells why; release it first.");
                    }
                })
                .chain(this::withWaiting);
    }

    private static String statement(TranscriptSelection selection) {
        if (selection.transcriptId() != null) {
            return ERASE_TRANSCRIPT;
        }
        return selection.requestId() != null
                ? ERASE_REQUEST
                : (ASK + COUNT).formatted(selection.condition(), selection.condition());
    }

    private Uni<Row> execute(String statement, TranscriptSelection selection) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(selection.parameter()))
                .map(rows -> rows.iterator().next());
    }

    private Uni<Erased> withWaiting(Row row) {
        return waiting().map(waiting -> new Erased(row.getLong("matched"), row.getLong("held"), waiting));
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

    /// One whose row is locked is tried again after those that wait behind it; one that is under legal hold when that is released, and
    /// now and then.
    private Uni<RowSet<Row>> erase(Long asked) {
        return pool.preparedQuery(NEXT)
                .execute(Tuple.of(asked))
                .onFailure()
                .call(() -> postpone(asked, LOCKED_SECONDS))
                .call(done -> done.size() == 0 ? postpone(asked, HELD_SECONDS) : Uni.createFrom().voidItem());
    }

    private Uni<Void> postpone(Long asked, double seconds) {
        return pool.preparedQuery("UPDATE erasures_asked SET due_at = now() + make_interval(secs => $2) WHERE id = $1")
                .execute(Tuple.of(asked, seconds))
                .replaceWithVoid();
    }

    private Uni<Void> eraseNext() {
        return pool.preparedQuery("SELECT id FROM erasures_asked WHERE due_at <= now() ORDER BY due_at, id LIMIT $1")
                .execute(Tuple.of(AT_ONCE))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUni(row -> erase(row.getLong("id")))
                // a locked row stops no other
                .collectFailures()
                .concatenate()
                .collect()
                .last()
                .replaceWithVoid();
    }
}
