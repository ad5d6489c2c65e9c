package dev.rolecall.webhook.operations.explain;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.webhook.problem.NotFound;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

/// Gathers what every table knows about one transcript. No text of it, unless that is asked for.
@ApplicationScoped
class Explain {
    private static final String TRANSCRIPT = """
            SELECT t.*, t.lease_until < now() AS is_claim_over,
                EXISTS (SELECT FROM outbox WHERE key = t.id::text) AS is_in_outbox,
                EXISTS (SELECT FROM reconcile_candidates WHERE transcript_id = t.id AND NOT shadow) AS is_stuck,
                EXISTS (SELECT FROM consumption_pauses WHERE pod = '' AND topic = '') AS is_paused,
                (SELECT state FROM dead_letter_states WHERE transcript_id = t.id AND job = t.job AND NOT shadow
                    ORDER BY id DESC LIMIT 1) AS dead_letter_state
            FROM transcripts t WHERE t.id = $1""";

    /// $2: whether names, which come from the text, and a provider's own words are shown.
    private static final String EVENTS = """
            SELECT at, what, jsonb_strip_nulls(details)::text AS details FROM (
                SELECT received_at AS at, 'received' AS what,
                    jsonb_build_object('job', job, 'sizeBytes', size_bytes, 'sha256', encode(sha256, 'hex')) AS details
                FROM raw_transcripts WHERE transcript_id = $1
                UNION ALL
                SELECT q.received_at, 'quarantined', jsonb_build_object('reason', q.reason, 'sha256', encode(q.sha256, 'hex'))
                FROM quarantine q JOIN transcripts t ON t.request_id = q.request_id WHERE t.id = $1
                UNION ALL
                SELECT publish_after, 'waits-in-outbox', jsonb_build_object('topic', topic, 'writer', writer)
                FROM outbox WHERE key = $1::text
                UNION ALL
                SELECT p.created_at, 'result', jsonb_build_object('id', p.id, 'job', p.job, 'labelled', p.labelled,
                    'unlabelledReason', p.unlabelled_reason, 'provider', p.result #> '{llm,provider}', 'model', p.model,
                    'unrepaired', p.result #> '{llm,unrepaired}', 'inputTokens', p.input_tokens,
                    'outputTokens', p.output_tokens, 'costUsd', p.cost_usd, 'isCurrent', p.id = t.current_result,
                    'withheldTurns', p.result -> 'withheldTurns', 'problems', p.result -> 'problems',
                    'claims', (SELECT jsonb_agg(CASE WHEN $2 OR it ->> 'claim' = 'role' THEN it ELSE it - 'value' END)
                        FROM jsonb_array_elements(p.result -> 'claims') AS made (it)))
                FROM processed_transcripts p JOIN transcripts t ON t.id = p.transcript_id WHERE p.transcript_id = $1
                UNION ALL
                SELECT failed_at, 'dead-letter', jsonb_build_object('id', id, 'job', job, 'shadow', NULLIF(shadow, false),
                    'state', state, 'code', code, 'reason', CASE WHEN $2 THEN reason END, 'attempts', attempts, 'provider', provider,
                    'model', model, 'actReason', act_reason, 'partition', partition, 'offset', record_offset)
                FROM dead_letter_states WHERE transcript_id = $1
                UNION ALL
                SELECT raised_at, 'replayed', jsonb_build_object('replay', replay_id, 'job', job + 1)
                FROM replay_jobs WHERE transcript_id = $1 AND raised_at IS NOT NULL
                UNION ALL
                SELECT found_at, 'stuck', jsonb_build_object('kind', kind, 'job', job, 'shadow', NULLIF(shadow, false))
                FROM reconcile_candidates WHERE transcript_id = $1
                UNION ALL
                SELECT at, 'audit', jsonb_build_object('who', who, 'act', act) FROM audit
                WHERE at >= (SELECT created_at FROM transcripts WHERE id = $1) AND target LIKE '%' || $1::text || '%'
                UNION ALL
                SELECT erased_at, 'erased', '{}' FROM transcripts WHERE id = $1 AND erased_at IS NOT NULL
            ) AS events ORDER BY at""";

    private final Pool pool;
    private final ObjectMapper json;

    Explain(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /// Fails with [NotFound].
    ///
    /// @param withText whether names are shown
    Uni<Explanation> one(UUID id, boolean withText) {
        return pool.preparedQuery(TRANSCRIPT).execute(Tuple.of(id)).chain(rows -> {
            if (rows.size() == 0) {
                throw NotFound.transcript(id);
            }
            var row = rows.iterator().next();
            return pool.preparedQuery(EVENTS)
                    .execute(Tuple.of(id, withText))
                    .map(found -> StreamSupport.stream(found.spliterator(), false).map(this::event).toList())
                    .map(events -> explanation(row, events));
        });
    }

    private static Explanation explanation(Row row, List<Explanation.Event> events) {
        var situation = Situation.of(row);
        return new Explanation(row.getUUID("id"), row.getString("request_id"), row.getString("status"),
                row.getString("processing_status"), row.getInteger("job"), row.getInteger("attempts"),
                row.getString("way"), events, situation.now(), situation.advice());
    }

    private Explanation.Event event(Row row) {
        return new Explanation.Event(row.getOffsetDateTime("at").toInstant(), row.getString("what"),
                read(row.getString("details")));
    }

    private Map<String, Object> read(String details) {
        try {
            return json.readValue(details, new TypeReference<>() {
            });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL has written no JSON", e);
        }
    }
}
