package dev.rolecall.webhook.operations.overview;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.Topics;
import dev.rolecall.webhook.operations.overview.Overview.Tables;
import dev.rolecall.webhook.operations.overview.Overview.Topic;
import dev.rolecall.webhook.operations.positions.Positions;
import dev.rolecall.webhook.operations.positions.ReadPositions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/// Reads how everything is, without looking at a large table: transcripts are found by the time in their ids; unfinished ones and
/// dead letters are counted in the background.
@ApplicationScoped
class ReadOverview {
    private static final Duration KAFKA = Duration.ofSeconds(2);

    private static final String TABLES = """
            SELECT jsonb_strip_nulls(jsonb_build_object(
                'storedInLastMinute', (SELECT count(*) FROM transcripts WHERE id >= $1),
                'unfinished', coalesce((SELECT jsonb_agg(jsonb_build_object('status', it ->> 'status',
                        'processingStatus', it ->> 'processing_status', 'count', it -> 'transcripts',
                        'oldestSeconds', it -> 'oldest'))
                    FROM watches, jsonb_array_elements(found) AS it WHERE name = 'transcripts'), '[]'),
                'unfinishedCountedAt', (SELECT to_char(found_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                    FROM watches WHERE name = 'transcripts'),
                'outbox', jsonb_build_object('rows', (SELECT count(*) FROM (SELECT FROM outbox LIMIT 10001) AS o),
                    'overdueSeconds', (SELECT nullif(greatest(0, extract(epoch FROM now() - min(first))), 0) FROM (
                        SELECT (SELECT min(publish_after) FROM outbox WHERE writer = w) AS first
                        FROM unnest('{webhook-service,classifier-service}'::text[]) AS w) AS firsts)),
                'pods', coalesce((SELECT jsonb_agg(jsonb_build_object('name', name, 'version', version, 'state', state)
                        ORDER BY name) FROM pods WHERE seen_at > now() - interval '1 minute'), '[]'),
                'pauses', coalesce((SELECT jsonb_agg(jsonb_build_object('pod', pod, 'topic', topic, 'reason', reason,
                        'pausedBy', paused_by)) FROM consumption_pauses), '[]'),
                'deadLetters', coalesce((SELECT jsonb_object_agg(it ->> 'code', it -> 'dead_letters')
                    FROM watches, jsonb_array_elements(found) AS it
                    WHERE name = 'counts of dead letters' AND it ->> 'state' = 'open'), '{}'),
                'blockedPartitions', coalesce((SELECT jsonb_array_length(found -> 'waitingFor') FROM watches
                    WHERE name = 'reconciler' AND jsonb_typeof(found) = 'object'), 0),
                'quarantined', (SELECT count(*) FROM (SELECT FROM quarantine LIMIT 10001) AS q),
                'spentToday', coalesce((SELECT jsonb_build_object('usd', usd, 'tokens', tokens) FROM model_usage
                    WHERE day = (now() AT TIME ZONE 'UTC')::date), '{"usd": 0, "tokens": 0}')
            ))::text AS tables""";

    private final Pool pool;
    private final ReadPositions kafka;
    private final RecentAcknowledgements acknowledgements;
    private final ObjectMapper json;
    private final Clock clock;

    ReadOverview(Pool pool, ReadPositions kafka, RecentAcknowledgements acknowledgements, ObjectMapper json,
            Clock clock) {
        this.pool = pool;
        this.kafka = kafka;
        this.acknowledgements = acknowledgements;
        this.json = json;
        this.clock = clock;
    }

    Uni<Overview> now() {
        return Uni.combine().all().unis(tables(), topics()).asTuple()
                .map(both -> new Overview(clock.instant(), both.getItem1(), acknowledgements.p99Millis(),
                        both.getItem2().orElse(null)));
    }

    private Uni<Tables> tables() {
        return pool.preparedQuery(TABLES)
                .execute(Tuple.of(firstIdOf(clock.instant().minusSeconds(60).toEpochMilli())))
                .map(rows -> read(rows.iterator().next().getString("tables")));
    }

    /// The smallest version 7 UUID of a millisecond.
    private static UUID firstIdOf(long millis) {
        return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L);
    }

    private Tables read(String tables) {
        try {
            return json.readValue(tables, Tables.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the overview does not have its shape", e);
        }
    }

    private Uni<Optional<List<Topic>>> topics() {
        return Uni.createFrom()
                .item(kafka::now)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(now -> Optional.of(waiting(now)))
                .ifNoItem().after(KAFKA).recoverWithItem(Optional.empty())
                .onFailure(IllegalStateException.class).recoverWithItem(Optional.empty());
    }

    private static List<Topic> waiting(Positions now) {
        var waiting = new HashMap<String, Long>();
        now.partitions()
                .forEach(it -> waiting.merge(it.topic(), Math.max(0, it.end() - Math.max(it.begin(), it.committed())),
                        Long::sum));
        var topics = new ArrayList<Topic>();
        Topics.OF_JOBS.forEach(topic -> topics.add(new Topic(topic, waiting.getOrDefault(topic, 0L))));
        return topics;
    }
}
