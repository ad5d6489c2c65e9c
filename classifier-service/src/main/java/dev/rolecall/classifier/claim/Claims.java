package dev.rolecall.classifier.claim;

import java.time.Clock;
import java.util.Optional;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.database.RetryWhileDatabaseDown;
import dev.rolecall.contract.Status;
import dev.rolecall.contract.TranscriptReady;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

/// Grants claims, by one conditional update and the database's clock.
@ApplicationScoped
public class Claims {
    /// Claimable if pending, if the lease expired, or if dead-lettered and replayed with the next job number, unless an
    /// operator has parked or discarded it; and not in a database that was restored and is not up to date. Returns how large the body is too. PostgreSQL knows that of a body without reading it.
    private static final JobTable.Sql TAKE = JobTable.Sql.of("""
            WITH claimed AS (
                UPDATE {table} SET processing_status = 'processing', claim = claim + 1, job = $2,
                    attempts = CASE WHEN job = $2 THEN attempts ELSE 0 END,{job_begins}
                    lease_until = now() + make_interval(secs => $4), not_before = NULL, updated_at = now()
                WHERE id = $1{is_there}
                    AND ((job = $2 AND attempts < $3
                            AND (processing_status = 'pending'
                                OR (processing_status = 'processing' AND lease_until < now())))
                        OR (job = $2 - 1 AND processing_status = 'failed'))
                    AND NOT {is_put_aside}
                    AND (SELECT database_is_confirmed())
                RETURNING id, month, claim, attempts
            )
            SELECT claimed.claim, claimed.attempts, claimed.month, raw.stored_bytes, raw.size_bytes FROM claimed
            LEFT JOIN LATERAL (
                SELECT octet_length(body)::bigint AS stored_bytes, size_bytes FROM raw_transcripts
                WHERE transcript_id = claimed.id AND month = claimed.month
                ORDER BY job DESC LIMIT 1) raw ON true""");
    private static final JobTable.Sql WHY_NOT = JobTable.Sql
            .of("""
                    SELECT {deepgrams_state} AS is_erased, {is_put_aside} AS is_put_aside, processing_status, job, attempts, lease_until FROM {table}
                    WHERE id = $1""");

    private final Pool pool;
    private final Leases leases;
    private final Clock clock;

    Claims(Pool pool, Leases leases, Clock clock) {
        this.pool = pool;
        this.leases = leases;
        this.clock = clock;
    }

    /// Retries while PostgreSQL is unavailable.
    public Uni<Claim> take(TranscriptReady event) {
        return RetryWhileDatabaseDown.retry("claim a job", () -> takeIfFree(event))
                .chain(taken -> taken.<Uni<Claim>>map(claim -> Uni.createFrom().item(claim))
                        .orElseGet(() -> RetryWhileDatabaseDown.retry("read why a claim was refused",
                                () -> whyNot(event))));
    }

    private Uni<Optional<Claim>> takeIfFree(TranscriptReady event) {
        return pool.preparedQuery(TAKE.on(JobTable.of(event)))
                .execute(Tuple.of(event.transcriptId(), event.job(), event.attempt(), leases.seconds()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(row -> taken(event, row)).findFirst());
    }

    private Claim taken(TranscriptReady event, Row row) {
        var held = new Claim.Held(event, row.getLong("claim"), row.getInteger("attempts"));
        leases.hold(held);
        var stored = row.getLong("stored_bytes");
        return new Claim.Taken(held, new Claim.StoredBody(row.getLocalDate("month"), stored == null ? 0 : stored,
                stored == null ? 0 : row.getLong("size_bytes")));
    }

    private Uni<Claim> whyNot(TranscriptReady event) {
        return pool.preparedQuery(WHY_NOT.on(JobTable.of(event)))
                .execute(Tuple.of(event.transcriptId()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Claims::seen).findFirst()
                        .map(seen -> Claim.refused(seen, event, clock.instant()))
                        .orElseGet(Claim.Gone::new));
    }

    private static Claim.Seen seen(Row row) {
        var lease = row.getOffsetDateTime("lease_until");
        return new Claim.Seen(Status.of(row.getString("status")), Status.of(row.getString("processing_status")),
                row.getInteger("job"), row.getInteger("attempts"), lease == null ? null : lease.toInstant(),
                row.getBoolean("is_erased"), row.getBoolean("is_put_aside"));
    }
}
