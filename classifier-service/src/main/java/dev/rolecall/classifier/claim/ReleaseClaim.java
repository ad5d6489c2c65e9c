package dev.rolecall.classifier.claim;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.database.RetryWhileDatabaseDown;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.contract.Status;
import dev.rolecall.outbox.InsertOutboxRow;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.publishing.PublishOutbox;
import dev.rolecall.sql.ExecuteStatement;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// Releases the claim of a job that was not classified, together with the outbox row that reports it: one statement,
/// which changes nothing if the claim was overtaken. Retries while PostgreSQL is unavailable.
@ApplicationScoped
public class ReleaseClaim {
    private static final String UPDATE = """
            UPDATE {table} SET processing_status = #{status}, attempts = #{attempts}, not_before = #{not_before},
                processing_code = #{code}, processing_reason = #{reason}, lease_until = NULL, updated_at = now()
            WHERE id = #{transcript_id} AND claim = #{claim} AND processing_status = 'processing'
            """;
    private static final JobTable.Sql TO_QUEUE = JobTable.Sql.of(UPDATE);
    private static final JobTable.Sql RELEASE = JobTable.Sql
            .of("WITH released AS (%sRETURNING id)%n%s".formatted(UPDATE, InsertOutboxRow.sql("FROM released")));
    private static final String INSERT = InsertOutboxRow.sql("");

    private final ExecuteStatement execute;
    private final InsertOutboxRow insert;
    private final PublishOutbox outbox;

    ReleaseClaim(ExecuteStatement execute, InsertOutboxRow insert, PublishOutbox outbox) {
        this.execute = execute;
        this.insert = insert;
        this.outbox = outbox;
    }

    /// The job is pending again and will be retried.
    ///
    /// @param attempts how many attempts of the job are spent now
    public Uni<Void> toRetry(Claim.Held claim, int attempts, Instant notBefore, JobFailure failure, OutboxRow event) {
        return release(claim, Status.PENDING, attempts, notBefore, failure, event);
    }

    /// The job is pending again, with the attempts that it had. Its event is in the outbox of another service already.
    public Uni<Void> toQueue(Claim.Held claim, JobFailure failure) {
        var parameters = parameters(claim, Status.PENDING, claim.attempts(), null, failure);
        return RetryWhileDatabaseDown
                .retry("release a claim", () -> execute.rows(TO_QUEUE.on(claim.table()), parameters))
                .replaceWithVoid();
    }

    /// The job has failed, until its dead letter is replayed.
    public Uni<Void> toDeadLetter(Claim.Held claim, int attempts, JobFailure failure, OutboxRow event) {
        return release(claim, Status.FAILED, attempts, null, failure, event);
    }

    /// Inserts an outbox row without updating `transcripts`, for an event that has no claim.
    public Uni<Void> withoutClaim(OutboxRow row) {
        return RetryWhileDatabaseDown.retry("insert an outbox row", () -> execute.rows(INSERT, insert.parameters(row)))
                .invoke(() -> outbox.offer(row))
                .replaceWithVoid();
    }

    private Uni<Void> release(Claim.Held claim, Status status, int attempts, @Nullable Instant notBefore,
            JobFailure failure, OutboxRow row) {
        var parameters = parameters(claim, status, attempts, notBefore, failure);
        parameters.putAll(insert.parameters(row));
        return RetryWhileDatabaseDown
                .retry("release a claim", () -> execute.rows(RELEASE.on(claim.table()), parameters))
                .invoke(inserted -> offer(inserted > 0, row))
                .replaceWithVoid();
    }

    private static Map<String, Object> parameters(Claim.Held claim, Status status, int attempts,
            @Nullable Instant notBefore, JobFailure failure) {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("transcript_id", claim.transcriptId());
        parameters.put("claim", claim.number());
        parameters.put("status", status.text());
        parameters.put("attempts", attempts);
        parameters.put("not_before", notBefore == null ? null : notBefore.atOffset(ZoneOffset.UTC));
        parameters.put("code", failure.code());
        parameters.put("reason", failure.reason());
        return parameters;
    }

    /// If nothing was inserted, the claim was overtaken, or an earlier try had committed: then the sweeper publishes
    /// the row.
    private void offer(boolean isInserted, OutboxRow row) {
        if (isInserted) {
            outbox.offer(row);
        }
    }
}
