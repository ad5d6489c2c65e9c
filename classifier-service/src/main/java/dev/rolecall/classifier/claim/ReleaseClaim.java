package dev.rolecall.classifier.claim;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.database.RetryWhileDatabaseDown;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.contract.Status;
import dev.rolecall.outbox.OutboxConfig;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.publishing.PublishOutbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Writes the next step of a job that was not classified: its claim's release and the outbox row that speaks of it, in
/// one statement and only while the claim holds. Waits for PostgreSQL if it is away.
@ApplicationScoped
public class ReleaseClaim {
    private static final String RELEASE = """
            WITH released AS (
                UPDATE transcripts SET processing_status = $3, attempts = $4, not_before = $5, processing_code = $6,
                    processing_reason = $7, lease_until = NULL, updated_at = now()
                WHERE id = $1 AND claim = $2 AND processing_status = 'processing'
                RETURNING id
            )
            INSERT INTO outbox (id, writer, topic, key, value, headers, publish_after)
            SELECT $8::uuid, $9::text, $10::text, $11::text, $12::bytea, $13::jsonb,
                now() + make_interval(secs => $14) FROM released
            ON CONFLICT (id) DO NOTHING""";

    /// A row that no transcript changes with.
    private static final String SEND = """
            INSERT INTO outbox (id, writer, topic, key, value, headers, publish_after)
            VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
            ON CONFLICT (id) DO NOTHING""";

    private final Pool pool;
    private final OutboxConfig config;
    private final PublishOutbox outbox;

    ReleaseClaim(Pool pool, OutboxConfig config, PublishOutbox outbox) {
        this.pool = pool;
        this.config = config;
        this.outbox = outbox;
    }

    /// Back to pending, to be tried again.
    ///
    /// @param attempts of the job that are spent now
    public Uni<Void> retry(Claim.Held claim, int attempts, Instant notBefore, JobFailure failure, OutboxRow event) {
        return release(claim, Status.PENDING, attempts, notBefore, failure, event);
    }

    /// To failed, until somebody replays the dead letter.
    public Uni<Void> die(Claim.Held claim, int attempts, JobFailure failure, OutboxRow event) {
        return release(claim, Status.FAILED, attempts, null, failure, event);
    }

    public Uni<Void> send(OutboxRow row) {
        var values = addRow(Tuple.tuple(), row);
        return RetryWhileDatabaseDown.with("an outbox row", () -> pool.preparedQuery(SEND).execute(values))
                .invoke(() -> outbox.offer(row))
                .replaceWithVoid();
    }

    private Uni<Void> release(Claim.Held claim, Status status, int attempts, @Nullable Instant notBefore,
            JobFailure failure, OutboxRow row) {
        var values = addRow(Tuple.tuple()
                .addUUID(claim.transcriptId())
                .addLong(claim.number())
                .addString(status.text())
                .addInteger(attempts)
                .addOffsetDateTime(notBefore == null ? null : notBefore.atOffset(java.time.ZoneOffset.UTC))
                .addString(failure.code())
                .addString(failure.reason()), row);
        return RetryWhileDatabaseDown.with("a release", () -> pool.preparedQuery(RELEASE).execute(values))
                .invoke(written -> offer(written.rowCount() > 0, row))
                .replaceWithVoid();
    }

    /// If nothing was written, the claim was overtaken, or an earlier try was a commit after all: then the sweeper has
    /// the row.
    private void offer(boolean isWritten, OutboxRow row) {
        if (isWritten) {
            outbox.offer(row);
        }
    }

    private Tuple addRow(Tuple values, OutboxRow row) {
        return values.addUUID(row.id())
                .addString(config.writer())
                .addString(row.topic())
                .addString(row.key())
                .addValue(row.valueAsBuffer())
                .addValue(row.headersAsJson())
                .addDouble((double) config.grace().toSeconds());
    }
}
