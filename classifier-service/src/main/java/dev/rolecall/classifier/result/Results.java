package dev.rolecall.classifier.result;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.database.RetryWhileDatabaseDown;
import dev.rolecall.contract.TranscriptClassified;
import dev.rolecall.outbox.InsertOutboxRow;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.outbox.OutboxRowFactory;
import dev.rolecall.publishing.PublishOutbox;
import dev.rolecall.sql.ExecuteStatement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Stores a result, completes its job and inserts the event, in one statement, which changes nothing if the claim was
/// overtaken.
@ApplicationScoped
public class Results {
    private static final String STORE_SHADOW = """
            UPDATE shadows SET processing_status = 'completed', lease_until = NULL, not_before = NULL,
                processing_code = NULL, processing_reason = NULL, labelled = #{labelled},
                unlabelled_reason = #{unlabelled_reason}, result = #{result}, model = #{model},
                input_tokens = #{input_tokens}, cached_tokens = #{cached_tokens}, output_tokens = #{output_tokens},
                cost_usd = #{cost_usd}, updated_at = now()
            WHERE id = #{transcript_id} AND claim = #{claim} AND processing_status = 'processing'""";

    private static final String STORE = """
            WITH ended AS (
                UPDATE transcripts SET processing_status = 'completed', current_result = #{result_id}, lease_until = NULL,
                    not_before = NULL, processing_code = NULL, processing_reason = NULL, updated_at = now()
                WHERE id = #{transcript_id} AND claim = #{claim} AND processing_status = 'processing'
                    AND erased_at IS NULL
                RETURNING id, job, month
            ), result AS (
                INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, unlabelled_reason, result,
                    model, input_tokens, cached_tokens, output_tokens, cost_usd)
                SELECT #{result_id}, id, job, month, #{labelled}::boolean, #{unlabelled_reason}::text, #{result}::jsonb,
                    #{model}::text, #{input_tokens}::integer, #{cached_tokens}::integer, #{output_tokens}::integer,
                    #{cost_usd}::numeric
                FROM ended
            ), event AS (
            %s
            )
            SELECT id FROM ended"""
            .formatted(InsertOutboxRow.sql("FROM ended"));

    private final Pool pool;
    private final ExecuteStatement execute;
    private final OutboxRowFactory events;
    private final InsertOutboxRow insert;
    private final PublishOutbox outbox;

    Results(Pool pool, ExecuteStatement execute, OutboxRowFactory events, InsertOutboxRow insert,
            PublishOutbox outbox) {
        this.pool = pool;
        this.execute = execute;
        this.events = events;
        this.insert = insert;
        this.outbox = outbox;
    }

    /// Retries while PostgreSQL is unavailable.
    ///
    /// @return whether this result is the current one: false if the claim was overtaken
    public Uni<Boolean> store(Claim.Held claim, Result result) {
        return switch (claim.table()) {
            case TRANSCRIPTS -> storeAndTell(claim, result);
            case SHADOWS -> RetryWhileDatabaseDown.retry("store a shadow",
                    () -> execute.rows(STORE_SHADOW, parameters(claim, result, null)).map(rows -> rows > 0));
        };
    }

    private Uni<Boolean> storeAndTell(Claim.Held claim, Result result) {
        var event = events.classified(
                TranscriptClassified.of(claim.event(), result.id(), result instanceof Result.Labelled));
        return RetryWhileDatabaseDown.retry("store a result", () -> storeOnce(claim, result, event))
                .invoke(isStored -> offer(isStored, event));
    }

    private Uni<Boolean> storeOnce(Claim.Held claim, Result result, OutboxRow event) {
        return execute.rows(STORE, parameters(claim, result, event))
                .chain(rows -> rows > 0
                        ? Uni.createFrom().item(true)
                        : isCurrent(claim.transcriptId(), result.id()));
    }

    /// If the response of an earlier try was lost with its connection, that try may have committed.
    private Uni<Boolean> isCurrent(UUID transcriptId, UUID resultId) {
        return pool.preparedQuery("SELECT FROM transcripts WHERE id = $1 AND current_result = $2")
                .execute(Tuple.of(transcriptId, resultId))
                .map(rows -> rows.size() > 0);
    }

    private void offer(boolean isStored, OutboxRow event) {
        if (isStored) {
            outbox.offer(event);
        }
    }

    private Map<String, Object> parameters(Claim.Held claim, Result result, @Nullable OutboxRow event) {
        var parameters = insert.parameters(event);
        parameters.put("transcript_id", claim.transcriptId());
        parameters.put("claim", claim.number());
        parameters.put("result_id", result.id());
        parameters.put("result", ResultJson.of(result));
        switch (result) {
            case Result.Labelled labelled when labelled.by() != null -> {
                var usage = labelled.by().usage();
                put(parameters, null, usage.model(), usage.inputTokens(), usage.cachedTokens(), usage.outputTokens(),
                        usage.costUsd());
            }
            case Result.Labelled _ -> put(parameters, null, null, 0, 0, 0, BigDecimal.ZERO);
            case Result.Unlabelled unlabelled ->
                put(parameters, unlabelled.reason(), null, 0, 0, 0, BigDecimal.ZERO);
        }
        return parameters;
    }

    private static void put(Map<String, @Nullable Object> parameters, @Nullable String unlabelledReason,
            @Nullable String model, int inputTokens, int cachedTokens, int outputTokens, BigDecimal costUsd) {
        parameters.put("labelled", unlabelledReason == null);
        parameters.put("unlabelled_reason", unlabelledReason);
        parameters.put("model", model);
        parameters.put("input_tokens", inputTokens);
        parameters.put("cached_tokens", cachedTokens);
        parameters.put("output_tokens", outputTokens);
        parameters.put("cost_usd", costUsd);
    }
}
