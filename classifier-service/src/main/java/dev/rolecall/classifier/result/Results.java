package dev.rolecall.classifier.result;

import java.math.BigDecimal;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.database.RetryWhileDatabaseDown;
import dev.rolecall.contract.TranscriptClassified;
import dev.rolecall.outbox.OutboxConfig;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.outbox.OutboxRowFactory;
import dev.rolecall.publishing.PublishOutbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/// Stores a result, ends its job and tells about it, in one statement and only while the claim holds.
@ApplicationScoped
public class Results {
    private static final String STORE = """
            WITH ended AS (
                UPDATE transcripts SET processing_status = 'completed', current_result = $3, lease_until = NULL,
                    not_before = NULL, processing_code = NULL, processing_reason = NULL, updated_at = now()
                WHERE id = $1 AND claim = $2 AND processing_status = 'processing' AND erased_at IS NULL
                RETURNING id, job, month
            ), result AS (
                INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, unlabelled_reason, result,
                    model, input_tokens, cached_tokens, output_tokens, cost_usd)
                SELECT $3, id, job, month, $4::boolean, $5::text, $6::jsonb, $7::text, $8::integer, $9::integer,
                    $10::integer, $11::numeric
                FROM ended
            ), event AS (
                INSERT INTO outbox (id, writer, topic, key, value, headers, publish_after)
                SELECT $12::uuid, $13::text, $14::text, $15::text, $16::bytea, $17::jsonb,
                    now() + make_interval(secs => $18) FROM ended
            )
            SELECT id FROM ended""";

    private final Pool pool;
    private final OutboxRowFactory events;
    private final OutboxConfig config;
    private final PublishOutbox outbox;

    Results(Pool pool, OutboxRowFactory events, OutboxConfig config, PublishOutbox outbox) {
        this.pool = pool;
        this.events = events;
        this.config = config;
        this.outbox = outbox;
    }

    /// Waits for PostgreSQL if it is away.
    ///
    /// @return whether this result is the one that is shown: false if the claim was overtaken meanwhile
    public Uni<Boolean> store(Claim.Held claim, Result result) {
        var event = events.classified(TranscriptClassified.of(claim.event(), result.id(), result.isLabelled()));
        return RetryWhileDatabaseDown.with("a result", () -> storeOnce(claim, result, event))
                .invoke(isStored -> offer(isStored, event));
    }

    private Uni<Boolean> storeOnce(Claim.Held claim, Result result, OutboxRow event) {
        return pool.preparedQuery(STORE)
                .execute(values(claim, result, event))
                .chain(rows -> rows.size() > 0
                        ? Uni.createFrom().item(true)
                        : isShown(claim.transcriptId(), result.id()));
    }

    /// An answer that was lost with its connection may have been a commit.
    private Uni<Boolean> isShown(UUID transcriptId, UUID resultId) {
        return pool.preparedQuery("SELECT FROM transcripts WHERE id = $1 AND current_result = $2")
                .execute(Tuple.of(transcriptId, resultId))
                .map(rows -> rows.size() > 0);
    }

    private void offer(boolean isStored, OutboxRow event) {
        if (isStored) {
            outbox.offer(event);
        }
    }

    private Tuple values(Claim.Held claim, Result result, OutboxRow event) {
        var usage = result.usage();
        return Tuple.tuple()
                .addUUID(claim.transcriptId())
                .addLong(claim.number())
                .addUUID(result.id())
                .addBoolean(result.isLabelled())
                .addString(result.unlabelledReason())
                .addValue(ResultJson.of(result))
                .addString(usage == null ? null : usage.model())
                .addInteger(usage == null ? 0 : usage.inputTokens())
                .addInteger(usage == null ? 0 : usage.cachedTokens())
                .addInteger(usage == null ? 0 : usage.outputTokens())
                .addValue(usage == null ? BigDecimal.ZERO : usage.costUsd())
                .addUUID(event.id())
                .addString(config.writer())
                .addString(event.topic())
                .addString(event.key())
                .addValue(event.valueAsBuffer())
                .addValue(event.headersAsJson())
                .addDouble((double) config.grace().toSeconds());
    }
}
