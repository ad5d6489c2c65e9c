package dev.rolecall.webhook.operations.mirror;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Writes the table `dead_letters`, together with how far the topic is read.
@ApplicationScoped
class DeadLetterTable {
    private static final String POSITIONS = "SELECT topic_id, partition, next_offset FROM dead_letter_positions";

    private static final String MOVE = """
            INSERT INTO dead_letter_positions (topic_id, partition, next_offset)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::bigint[])
            ON CONFLICT (topic_id, partition) DO UPDATE SET next_offset = excluded.next_offset""";

    /// A record that is read again changes nothing, unless the broker has lost what it had at that offset.
    private static final String ADD = """
            INSERT INTO dead_letters AS known (topic_id, partition, record_offset, record_key, transcript_id, job, shadow,
                code, reason, attempts, provider, model, first_failed_at, failed_at)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::text[], $5::uuid[], $6::int[], $7::boolean[],
                $8::text[], $9::text[], $10::int[], $11::text[], $12::text[], $13::timestamptz[], $14::timestamptz[])
            ON CONFLICT (topic_id, partition, record_offset) DO UPDATE SET record_key = excluded.record_key,
                transcript_id = excluded.transcript_id, job = excluded.job, shadow = excluded.shadow,
                code = excluded.code, reason = excluded.reason, attempts = excluded.attempts,
                provider = excluded.provider, model = excluded.model, first_failed_at = excluded.first_failed_at,
                failed_at = excluded.failed_at, replays = 0, parked_at = NULL, discarded_at = NULL, act_reason = NULL
            WHERE (known.record_key, known.transcript_id, known.job, known.failed_at)
                IS DISTINCT FROM (excluded.record_key, excluded.transcript_id, excluded.job, excluded.failed_at)
            RETURNING id""";

    /// Earlier dead letters of a transcript were replayed, or it would not have failed again. What is parked or discarded
    /// stays so when its record comes twice. What was erased keeps no words.
    private static final String COUNT = """
            UPDATE dead_letters AS d SET replays = earlier.replays,
                reason = CASE WHEN t.erased_at IS NULL THEN d.reason END,
                parked_at = coalesce(d.parked_at, same.parked_at, CASE WHEN earlier.replays >= $2 THEN now() END),
                discarded_at = coalesce(d.discarded_at, same.discarded_at),
                act_reason = coalesce(d.act_reason, same.act_reason,
                    CASE WHEN earlier.replays >= $2 THEN format('replayed %s times', earlier.replays) END)
            FROM unnest($1::bigint[]) AS added (id)
            JOIN dead_letters AS one ON one.id = added.id AND one.transcript_id IS NOT NULL
            LEFT JOIN transcripts AS t ON t.id = one.transcript_id
            CROSS JOIN LATERAL (
                SELECT count(DISTINCT job)::int AS replays FROM dead_letters
                WHERE transcript_id = one.transcript_id AND shadow = one.shadow AND job < one.job) AS earlier
            CROSS JOIN LATERAL (
                SELECT parked_at, discarded_at, act_reason FROM dead_letters
                WHERE transcript_id = one.transcript_id AND shadow = one.shadow AND job = one.job
                ORDER BY discarded_at DESC NULLS LAST, parked_at DESC NULLS LAST LIMIT 1) AS same
            WHERE d.id = one.id""";

    private final Pool pool;
    private final DeadLetterConfig config;

    DeadLetterTable(Pool pool, DeadLetterConfig config) {
        this.pool = pool;
        this.config = config;
    }

    Uni<Map<DeadLetterTopic.Partition, Long>> positions() {
        return pool.preparedQuery(POSITIONS).execute().map(rows -> {
            var positions = new HashMap<DeadLetterTopic.Partition, Long>();
            rows.forEach(row -> positions.put(
                    new DeadLetterTopic.Partition(row.getUUID("topic_id"), row.getInteger("partition")),
                    row.getLong("next_offset")));
            return positions;
        });
    }

    /// Adds the records and moves the positions, both or neither.
    Uni<Void> add(DeadLetterTopic.Records read) {
        return pool.withTransaction(connection -> add(connection, read.records()).chain(() -> move(connection, read)));
    }

    private Uni<Void> add(SqlConnection connection, List<DeadLetterRecord> records) {
        return connection.preparedQuery(ADD).execute(rows(records)).chain(added -> {
            var ids = new Long[added.size()];
            var i = 0;
            for (var row : added) {
                ids[i++] = row.getLong("id");
            }
            return connection.preparedQuery(COUNT).execute(Tuple.of(ids, config.maxReplays()));
        }).replaceWithVoid();
    }

    private static Uni<Void> move(SqlConnection connection, DeadLetterTopic.Records read) {
        var partitions = List.copyOf(read.next().keySet());
        return connection.preparedQuery(MOVE)
                .execute(Tuple.of(partitions.stream().map(DeadLetterTopic.Partition::topicId).toArray(UUID[]::new),
                        partitions.stream().map(DeadLetterTopic.Partition::partition).toArray(Integer[]::new),
                        partitions.stream().map(read.next()::get).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    private static Tuple rows(List<DeadLetterRecord> records) {
        return Tuple.tuple()
                .addArrayOfUUID(column(records, DeadLetterRecord::topicId).toArray(UUID[]::new))
                .addArrayOfInteger(column(records, DeadLetterRecord::partition).toArray(Integer[]::new))
                .addArrayOfLong(column(records, DeadLetterRecord::offset).toArray(Long[]::new))
                .addArrayOfString(column(records, DeadLetterRecord::key).toArray(String[]::new))
                .addArrayOfUUID(column(records, DeadLetterRecord::transcriptId).toArray(UUID[]::new))
                .addArrayOfInteger(column(records, DeadLetterRecord::job).toArray(Integer[]::new))
                .addArrayOfBoolean(column(records, DeadLetterRecord::isShadow).toArray(Boolean[]::new))
                .addArrayOfString(column(records, DeadLetterRecord::code).toArray(String[]::new))
                .addArrayOfString(column(records, DeadLetterRecord::reason).toArray(String[]::new))
                .addArrayOfInteger(column(records, DeadLetterRecord::attempts).toArray(Integer[]::new))
                .addArrayOfString(column(records, DeadLetterRecord::provider).toArray(String[]::new))
                .addArrayOfString(column(records, DeadLetterRecord::model).toArray(String[]::new))
                .addArrayOfOffsetDateTime(
                        column(records, record -> time(record.firstFailedAt())).toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        column(records, record -> time(record.failedAt())).toArray(OffsetDateTime[]::new));
    }

    private static <T> Stream<@Nullable T> column(List<DeadLetterRecord> records,
            Function<DeadLetterRecord, @Nullable T> value) {
        return records.stream().map(value);
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
