package dev.rolecall.webhook.operations.reconcile;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Topics;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.outbox.RecordHeader;
import dev.rolecall.webhook.events.EventRows;
import dev.rolecall.webhook.operations.positions.Positions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/// Jobs that seem to be stuck: noted with what Kafka had then, and queued again when that is settled and nothing about them
/// has changed.
@ApplicationScoped
class Candidates {
    /// Noted at once. In a long queue, every job that waits is a candidate.
    private static final int MAX_NOTED = 50_000;
    /// Queued in one statement.
    private static final int MAX_QUEUED = 500;

    private static final Pattern JOB = Pattern.compile("\\bj\\.");

    /// Of a job `j` of a transcript `t`: it waits for an event, none waits to be published, and a minute has passed since the
    /// last change, because transactions and hand-overs between pods take seconds. Whose way is off or shadow is held on purpose,
    /// and what had failed before Rolecall came has no dead letter.
    private static final String STUCK = """
            t.status = 'completed' AND t.erased_at IS NULL AND t.way NOT IN ({held}) AND j.updated_at < now() - interval '1 minute'
                AND NOT EXISTS (SELECT FROM outbox o WHERE o.key = t.id::text AND o.topic LIKE 'transcript-ready%')
                AND (j.processing_status = 'pending'
                        AND (j.not_before IS NULL OR j.not_before < now() - interval '1 minute')
                    OR j.processing_status = 'processing' AND j.lease_until < now() - interval '1 minute'
                    OR j.processing_status = 'failed' AND j.processing_code IS DISTINCT FROM 'legacy'
                        AND NOT EXISTS (SELECT FROM dead_letters d
                            WHERE d.transcript_id = t.id AND d.shadow = {shadow} AND d.job >= j.job))
                AND EXISTS (SELECT FROM raw_transcripts r WHERE r.transcript_id = t.id AND r.month = t.month)
            """;

    private static final String KIND = """
            CASE WHEN j.processing_status = 'failed' THEN 'dead-letter-lost'
                WHEN EXISTS (SELECT FROM dead_letters d
                    WHERE d.transcript_id = t.id AND d.shadow = {shadow} AND d.job >= j.job) THEN 'dead-letter-not-failed'
                WHEN j.processing_status = 'processing' THEN 'claim-ran-out'
                WHEN j.attempts > 0 OR j.claim > 0 THEN 'retry-lost' ELSE 'never-queued' END
            """;

    private static final String FIND = """
            WITH found AS (
                SELECT t.id, false AS shadow, t.job, t.claim, t.attempts, t.processing_status, %s AS kind, t.updated_at
                FROM transcripts t
                WHERE (t.status <> 'completed' OR t.processing_status <> 'completed') AND %s
                UNION ALL
                SELECT j.id, true, j.job, j.claim, j.attempts, j.processing_status, %s, j.updated_at
                FROM shadows j JOIN transcripts t ON t.id = j.id
                WHERE j.processing_status <> 'completed' AND %s
            ), new AS (
                SELECT * FROM found WHERE NOT EXISTS (SELECT FROM reconcile_candidates c
                    WHERE c.transcript_id = found.id AND c.shadow = found.shadow)
                ORDER BY updated_at LIMIT greatest(0, %d - (SELECT count(*) FROM reconcile_candidates))
            ), round AS (
                INSERT INTO reconcile_rounds (began_at) SELECT now() WHERE EXISTS (SELECT FROM new) RETURNING id
            )
            INSERT INTO reconcile_candidates (transcript_id, shadow, round_id, kind, job, claim, attempts,
                processing_status)
            SELECT new.id, new.shadow, round.id, new.kind, new.job, new.claim, new.attempts, new.processing_status
            FROM new, round
            ON CONFLICT (transcript_id, shadow) DO NOTHING""".formatted(of(false, KIND), of(false, STUCK),
            of(true, KIND),
            of(true, STUCK), MAX_NOTED);

    /// As it was found, in the table that is meant.
    private static final String UNCHANGED = """
            j.job = c.job AND j.claim = c.claim AND j.attempts = c.attempts AND j.processing_status = c.processing_status
            """;

    private static final String FORGET_CHANGED = """
            DELETE FROM reconcile_candidates c WHERE c.shadow = {shadow} AND NOT EXISTS (
                SELECT FROM {jobs} WHERE t.id = c.transcript_id AND %s AND %s)""".formatted(UNCHANGED, STUCK);

    private static final String FORGET_EMPTY_ROUNDS = """
            DELETE FROM reconcile_rounds r WHERE NOT EXISTS (SELECT FROM reconcile_candidates WHERE round_id = r.id)""";

    private static final String NEXT = """
            SELECT %s, c.attempts, c.kind, j.processing_code, j.processing_reason, j.updated_at
            FROM reconcile_candidates c JOIN {jobs} ON t.id = c.transcript_id %s
            WHERE c.round_id = $1 AND c.shadow = {shadow} AND (c.kind = 'dead-letter-lost') = $2 AND c.told_at IS NULL
            LIMIT %d""".formatted(EventRows.COLUMNS.replace("t.job", "j.job"), EventRows.BODY, MAX_QUEUED);

    /// Touches the transcript, so that a claim or an erasure comes before or after it. Of a shadow's job, a claim at this very
    /// moment may be missed: it is then queued once too often, and claimed once.
    private static final String CHOSEN = """
            WITH chosen AS (
                UPDATE transcripts t SET updated_at = now() FROM %s, reconcile_candidates c{shadows}
                WHERE t.id = e.transcript_id AND c.transcript_id = t.id AND c.shadow = {shadow} AND c.round_id = $8
                    AND j.id = t.id AND %s AND %s
                RETURNING t.id
            )""".formatted(EventRows.GIVEN, UNCHANGED, STUCK);

    private static final String QUEUE = """
            %s, done AS (
                DELETE FROM reconcile_candidates WHERE transcript_id = ANY($2) AND shadow = {shadow}
            )
            %s""".formatted(CHOSEN, EventRows.INSERT);

    /// The candidate stays until the dead letter is found in its table.
    private static final String TELL = """
            %s, told AS (
                UPDATE reconcile_candidates SET told_at = now() WHERE transcript_id = ANY($2) AND shadow = {shadow}
            )
            %s""".formatted(CHOSEN, EventRows.insertInto(Topics.DEAD_LETTER));

    private final Pool pool;
    private final EventRows events;

    Candidates(Pool pool, EventRows events) {
        this.pool = pool;
        this.events = events;
    }

    /// For the transcripts' own jobs, `j` is `t`.
    private static String of(boolean shadow, String statement) {
        var filled = statement
                .replace("{jobs}", shadow ? "(shadows j JOIN transcripts t ON t.id = j.id)" : "transcripts t")
                .replace("{shadows}", shadow ? ", shadows j" : "")
                .replace("{shadow}", "" + shadow)
                .replace("{held}", shadow ? "'off'" : "'off', 'shadow'");
        return shadow ? filled : JOB.matcher(filled).replaceAll("t.");
    }

    /// Notes what seems to be stuck. Nothing is queued before [#ends] has been called.
    Uni<Void> find() {
        return pool.preparedQuery(FIND).execute().replaceWithVoid();
    }

    /// Where Kafka is, after the last ones were found: the event of a job that had none in the outbox is before these ends, or
    /// it is lost.
    Uni<Void> ends(Positions positions) {
        return pool.preparedQuery("UPDATE reconcile_rounds SET positions = $1 WHERE positions IS NULL")
                .execute(Tuple.of(JsonObject.mapFrom(positions)))
                .replaceWithVoid();
    }

    /// What is known about Kafka says nothing any more: consumers that are paused pass records on without a trace in the
    /// database.
    Uni<Void> forgetEnds() {
        return pool.preparedQuery("UPDATE reconcile_rounds SET positions = NULL WHERE positions IS NOT NULL")
                .execute()
                .replaceWithVoid();
    }

    /// Candidates about which something has changed are not stuck.
    Uni<Void> forgetChanged() {
        return pool.preparedQuery(of(false, FORGET_CHANGED))
                .execute()
                .chain(() -> pool.preparedQuery(of(true, FORGET_CHANGED)).execute())
                .chain(() -> pool.preparedQuery(FORGET_EMPTY_ROUNDS).execute())
                .replaceWithVoid();
    }

    record Round(long id, Positions positions) {
        private static Round of(Row row) {
            return new Round(row.getLong("id"), row.getJsonObject("positions").mapTo(Positions.class));
        }
    }

    /// Those whose ends are noted, oldest first.
    Uni<List<Round>> rounds() {
        return pool.preparedQuery("SELECT id, positions FROM reconcile_rounds WHERE positions IS NOT NULL ORDER BY id")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Round::of).toList());
    }

    /// The offsets of the round mean nothing any more: its candidates are found anew.
    Uni<Void> startOver(Round round) {
        return pool.preparedQuery("DELETE FROM reconcile_rounds WHERE id = $1")
                .execute(Tuple.of(round.id()))
                .replaceWithVoid();
    }

    /// Queues the next candidates of a round, or tells their dead letters again: as they were found or not at all.
    ///
    /// @param shadow which table's jobs
    /// @param failed whether those are meant whose dead letter is lost
    Uni<Handled> next(Round round, boolean shadow, boolean failed) {
        return pool.preparedQuery(of(shadow, NEXT))
                .execute(Tuple.of(round.id(), failed))
                .chain(next -> next.size() == 0
                        ? Uni.createFrom().item(new Handled(0, 0))
                        : pool.preparedQuery(of(shadow, failed ? TELL : QUEUE))
                                .execute((failed
                                        ? events.deadLetters(next, (row, event) -> of(shadow, row, event),
                                                Candidates::why)
                                        : events.parameters(next, (row, event) -> of(shadow, row, event)))
                                        .addLong(round.id()))
                                .map(RowSet::rowCount)
                                .map(done -> new Handled(next.size(), done)));
    }

    /// @param looked number of candidates
    /// @param done number of those that were still stuck
    record Handled(int looked, int done) {}

    private static TranscriptReady of(boolean shadow, Row row, TranscriptReady event) {
        var own = shadow ? event.asShadow() : event;
        return row.getString("kind").equals("dead-letter-lost")
                ? own.replay()
                : own.attempt(row.getInteger("attempts") + 1);
    }

    private static Map<String, String> why(Row row) {
        return Map.of(RecordHeader.CODE, Objects.requireNonNullElse(row.getString("processing_code"), "unknown"),
                RecordHeader.REASON, Objects.requireNonNullElse(row.getString("processing_reason"), "unknown"),
                RecordHeader.ATTEMPTS, "" + Math.max(1, row.getInteger("attempts")), RecordHeader.FIRST_FAILED_AT,
                row.getOffsetDateTime("updated_at").toInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
