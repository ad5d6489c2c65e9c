package dev.rolecall.webhook.operations.restore;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// The table `database_identity`, and what is done with a database that is older than Kafka remembers it.
@ApplicationScoped
class DatabaseIdentity {
    private static final UUID FIRST = new UUID(0, 0);
    private static final int PAGE = 10_000;
    private static final int ERASED_AT_ONCE = 50;
    /// More claims than one job has in the time that a restore loses.
    private static final int BEYOND_LOST_CLAIMS = 1_000_000;

    private static final String STATE = """
            SELECT confirmed IS NOT NULL AND confirmed = database_incarnation() AS is_confirmed, mark, topic_id, asked_at, reason
            FROM database_identity""";

    /// Of the next transcripts, those that the ledger names are found, and of all others the unfinished ones get a higher claim: a
    /// result that was under way before the restore is fenced out. None, once the database is confirmed.
    private static final String NEXT = """
            WITH page AS MATERIALIZED (
                SELECT id, erased_at IS NULL AND EXISTS (SELECT FROM erasures
                    WHERE hash = sha256(convert_to(coalesce(request_id, id::text), 'UTF8'))) AS is_to_erase
                FROM transcripts WHERE id > $1 AND NOT (SELECT database_is_confirmed()) ORDER BY id LIMIT $2
            ), raised AS (
                UPDATE transcripts t SET claim = claim + $3 FROM page p WHERE t.id = p.id AND NOT p.is_to_erase
                    AND (t.status <> 'completed' OR t.processing_status <> 'completed') AND t.erased_at IS NULL
                RETURNING t.id
            ), shadows_raised AS (
                UPDATE shadows s SET claim = claim + $3 FROM page p WHERE s.id = p.id AND NOT p.is_to_erase
                    AND s.processing_status <> 'completed'
            )
            SELECT (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last,
                ARRAY(SELECT id FROM page WHERE is_to_erase) AS to_erase, (SELECT count(*) FROM raised) AS raised""";

    /// What was asked for may have been cancelled in the time that is lost.
    private static final String CANCEL_RETENTIONS = """
            UPDATE retentions SET state = 'cancelled', ended_at = now(), note = 'by a restore of the database: ask again'
            WHERE state IN ('asked', 'running')""";

    private static final String IN_QUARANTINE = """
            DELETE FROM quarantine WHERE EXISTS (SELECT FROM erasures
                WHERE hash = sha256(convert_to(quarantine.request_id, 'UTF8')))""";

    /// What the function `note_erasure` writes, a part of it.
    private static final String WRITE_LEDGER = """
            WITH part AS (SELECT hash, erased_at FROM erasures WHERE hash > $1 ORDER BY hash LIMIT $2), written AS (
                INSERT INTO outbox (id, writer, topic, key, value, headers, publish_after)
                SELECT gen_random_uuid(), 'webhook-service', 'transcript-erasures', encode(hash, 'hex'),
                    convert_to('{"erasedAt":"' || to_char(erased_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '"}',
                        'UTF8'),
                    '{"content-type": "application/json"}', now() FROM part
            )
            SELECT hash FROM part ORDER BY hash DESC LIMIT 1""";

    private final Pool pool;

    DatabaseIdentity(Pool pool) {
        this.pool = pool;
    }

    /// Whether this database may be read and consumed.
    ///
    /// @param mark how far it has come
    /// @param topicId of the topic that was given the whole ledger
    /// @param askedAt when an operator said that the ledger is complete
    /// @param reason why it is not confirmed
    record State(boolean isConfirmed, long mark, @Nullable UUID topicId, @Nullable OffsetDateTime askedAt,
            @Nullable String reason) {
        private static State of(Row row) {
            return new State(row.getBoolean("is_confirmed"), row.getLong("mark"), row.getUUID("topic_id"),
                    row.getOffsetDateTime("asked_at"), row.getString("reason"));
        }
    }

    Uni<State> state() {
        return pool.preparedQuery(STATE).execute().map(rows -> State.of(rows.iterator().next()));
    }

    /// Nothing is read or consumed until it is confirmed again.
    Uni<Void> refuse(String reason) {
        return pool.preparedQuery("UPDATE database_identity SET confirmed = NULL, reason = $1")
                .execute(Tuple.of(reason))
                .replaceWithVoid();
    }

    /// Has it brought up to date, whatever Kafka remembers.
    ///
    /// @param isForced also if it is confirmed
    /// @return false if it is confirmed
    Uni<Boolean> ask(boolean isForced) {
        return pool.preparedQuery("""
                UPDATE database_identity SET confirmed = NULL, asked_at = now(), reason = NULL
                WHERE $1 OR NOT database_is_confirmed()""").execute(Tuple.of(isForced))
                .map(rows -> rows.rowCount() > 0);
    }

    /// @param mark that this database must be beyond
    Uni<Void> confirm(long mark) {
        return pool.preparedQuery("""
                UPDATE database_identity SET confirmed = database_incarnation(), mark = greatest(mark, $1) + 1,
                    asked_at = NULL, reason = NULL""")
                .execute(Tuple.of(mark))
                .replaceWithVoid();
    }

    /// @return the raised mark; 0 if the database is not confirmed any more
    Uni<Long> raiseMark() {
        return pool.query("UPDATE database_identity SET mark = mark + 1 WHERE database_is_confirmed() RETURNING mark")
                .execute()
                .map(rows -> rows.rowCount() == 0 ? 0 : rows.iterator().next().getLong("mark"));
    }

    /// Has the whole ledger published to a topic that was made anew.
    Uni<Void> writeLedgerTo(UUID topicId) {
        return writeLedger(Buffer.buffer()).chain(() -> pool.preparedQuery("UPDATE database_identity SET topic_id = $1")
                .execute(Tuple.of(topicId))
                .replaceWithVoid());
    }

    private Uni<Void> writeLedger(Buffer after) {
        return pool.preparedQuery(WRITE_LEDGER)
                .execute(Tuple.of(after, PAGE))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : writeLedger(rows.iterator().next().getDelegate().getBuffer("hash")));
    }

    /// How many of these hashes this database does not know.
    Uni<Long> unknown(List<byte[]> hashes) {
        return pool.preparedQuery("""
                SELECT count(*) AS unknown FROM unnest($1::bytea[]) AS noted (hash)
                WHERE NOT EXISTS (SELECT FROM erasures WHERE erasures.hash = noted.hash)""")
                .execute(hashesOf(hashes))
                .map(rows -> rows.iterator().next().getLong("unknown"));
    }

    /// From now on, callbacks with these hashes store nothing.
    ///
    /// @return how many are new
    Uni<Integer> addToLedger(List<byte[]> hashes) {
        return pool
                .preparedQuery(
                        """
                                INSERT INTO erasures (hash, transcript_id) SELECT hash, gen_random_uuid() FROM unnest($1::bytea[]) AS noted (hash)
                                ON CONFLICT (hash) DO NOTHING""")
                .execute(hashesOf(hashes)).map(RowSet::rowCount);
    }

    private static Tuple hashesOf(List<byte[]> hashes) {
        return Tuple.tuple().addValue(hashes.stream().map(Buffer::buffer).toArray(Buffer[]::new));
    }

    /// What was done.
    ///
    /// @param last the last transcript that was looked at
    /// @param isAll whether there is none after it
    /// @param erased number of transcripts
    /// @param raised number of unfinished jobs whose claim was raised
    record Changes(UUID last, boolean isAll, long erased, long raised) {
        private Changes plus(Row page) {
            var newLast = page.getUUID("last");
            return new Changes(newLast == null ? last : newLast, newLast == null,
                    erased + page.getArrayOfUUIDs("to_erase").length, raised + page.getLong("raised"));
        }
    }

    /// Erases what the ledger names, and raises the claims of unfinished jobs. May be repeated.
    ///
    /// @param mayGoOn asked before each part; fails if not
    Uni<Changes> bringUpToDate(Supplier<Uni<Void>> mayGoOn) {
        var so = new AtomicReference<>(new Changes(FIRST, false, 0, 0));
        return pool.query(IN_QUARANTINE)
                .execute()
                .chain(() -> pool.query(CANCEL_RETENTIONS).execute())
                .chain(() -> Uni.createFrom()
                        .deferred(() -> nextPage(Objects.requireNonNull(so.get()), mayGoOn).invoke(so::set))
                        .repeat()
                        .until(Changes::isAll)
                        .collect()
                        .last())
                .map(_ -> Objects.requireNonNull(so.get()));
    }

    private Uni<Changes> nextPage(Changes before, Supplier<Uni<Void>> mayGoOn) {
        return mayGoOn.get()
                .chain(() -> pool.preparedQuery(NEXT)
                        .execute(Tuple.of(before.last(), PAGE, (long) BEYOND_LOST_CLAIMS)))
                .map(rows -> rows.iterator().next())
                .call(page -> erase(page.getArrayOfUUIDs("to_erase"), mayGoOn))
                .map(before::plus);
    }

    /// A few at a time: an erasure looks into all partitions.
    private Uni<Void> erase(UUID[] ids, Supplier<Uni<Void>> mayGoOn) {
        return Multi.createFrom()
                .items(ids)
                .group()
                .intoLists()
                .of(ERASED_AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(some -> mayGoOn.get()
                        .chain(() -> pool.preparedQuery("SELECT erase_transcript(id) FROM unnest($1::uuid[]) AS id")
                                .execute(Tuple.tuple().addArrayOfUUID(some.toArray(UUID[]::new)))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    Uni<Void> audit(String act, String what) {
        return pool.preparedQuery("INSERT INTO audit (who, act, target) VALUES ('rolecall', $1, $2)")
                .execute(Tuple.of(act, what))
                .replaceWithVoid();
    }
}
