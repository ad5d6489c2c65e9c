package dev.rolecall.webhook.operations.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rolecall.webhook.problem.Conflict;
import dev.rolecall.webhook.problem.NotFound;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What operators have asked to drop. The owner's job carries it out, because only the owner may: `CALL apply_retention()`.
@ApplicationScoped
class Retentions implements PanacheRepository<Retention> {
    private static final int LATEST = 100;

    /// By month, without a look at the rows.
    private static final String MONTHS = """
            SELECT first_day, sum(bytes)::bigint AS bytes, body_dropped_at(first_day, NULL) AS dropped_at FROM (
                SELECT to_date(right(c.relname, 7), 'YYYY_MM') AS first_day, pg_total_relation_size(c.oid) AS bytes
                FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
                WHERE inhparent IN ('raw_transcripts'::regclass, 'processed_transcripts'::regclass)
                    AND c.relname ~ '_[0-9]{4}_[0-9]{2}$'
                UNION ALL SELECT month, 0 FROM dropped_months WHERE dropped_at IS NOT NULL) AS parts
            GROUP BY first_day ORDER BY first_day""";

    private static final String COUNT = """
            WITH meant AS (
                SELECT id, processing_status FROM transcripts t WHERE %s AND erased_at IS NULL AND body_dropped_at IS NULL
                    AND NOT EXISTS (SELECT FROM dropped_months d WHERE d.month = t.month AND d.dropped_at IS NOT NULL)
            ), needed AS (
                SELECT id, min(because) AS because FROM kept_transcripts WHERE $1::date IS NULL OR month = $1 GROUP BY id
            )
            SELECT count(*) AS transcripts, count(*) FILTER (WHERE processing_status = 'failed') AS failed,
                count(*) FILTER (WHERE because = 'unfinished') AS unfinished,
                count(*) FILTER (WHERE because = 'replaying') AS replaying, count(*) FILTER (WHERE because = 'held') AS held
            FROM meant LEFT JOIN needed USING (id)""";

    private final Pool pool;
    private final Clock clock;

    Retentions(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /// A month's partitions.
    ///
    /// @param month its first day
    /// @param bytes of bodies and results on disk, with indexes
    /// @param droppedAt null if it is not dropped
    @Schema(name = "MonthOfTranscripts", requiredProperties = {"month", "bytes"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Month(LocalDate month, long bytes, @Nullable Instant droppedAt) {
        private static Month of(Row row) {
            var dropped = row.getOffsetDateTime("dropped_at");
            return new Month(row.getLocalDate("first_day"), row.getLong("bytes"),
                    dropped == null ? null : dropped.toInstant());
        }
    }

    Uni<List<Month>> months() {
        return pool.preparedQuery(MONTHS)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Month::of).toList());
    }

    /// What a request is about.
    ///
    /// @param transcripts that have a body still
    /// @param unfinished of these, number that keeps them from being dropped; replaying and held are others
    /// @param failed number whose labelling has failed and could be replayed: afterwards they cannot
    /// @param droppable whether anything would be dropped: of a month, only if nothing keeps any of it
    @Schema(name = "RetentionPlan",
            requiredProperties = {"transcripts", "unfinished", "replaying", "held", "failed", "droppable"})
    record Plan(long transcripts, long unfinished, long replaying, long held, long failed, boolean droppable) {
        private static Plan of(Row row, boolean isMonth) {
            var transcripts = row.getLong("transcripts");
            var unfinished = row.getLong("unfinished");
            var replaying = row.getLong("replaying");
            var held = row.getLong("held");
            var kept = unfinished + replaying + held;
            return new Plan(transcripts, unfinished, replaying, held, row.getLong("failed"),
                    isMonth ? kept == 0 : kept < transcripts);
        }
    }

    Uni<Plan> plan(RetentionRequest request) {
        var month = request.firstDay(clock.instant());
        Uni<RowSet<Row>> counted = month == null
                ? pool.preparedQuery(COUNT.formatted("tags @> ARRAY[$2::varchar] AND created_at < $3"))
                        .execute(Tuple.of(null, request.tag(),
                                Objects.requireNonNull(request.before()).atOffset(ZoneOffset.UTC)))
                : pool.preparedQuery(COUNT.formatted("month = $1")).execute(Tuple.of(month));
        return counted.map(rows -> Plan.of(rows.iterator().next(), month != null));
    }

    @WithTransaction
    Uni<Retention> ask(RetentionRequest request, String by) {
        var retention = new Retention();
        retention.month = request.firstDay(clock.instant());
        retention.tag = request.tag();
        retention.before = request.before();
        retention.state = "asked";
        retention.askedBy = by;
        retention.askedAt = clock.instant();
        return persist(retention);
    }

    /// The latest 100.
    @WithSession
    Uni<List<Retention>> latest() {
        return findAll(Sort.descending("id")).page(0, LATEST).list();
    }

    /// Fails with [NotFound], or with [Conflict] if the job has begun.
    @WithTransaction
    Uni<Retention> cancel(long id) {
        return findById(id)
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound(
                        "There is no retention %d; GET /operations/retentions lists them.".formatted(id)))
                .call(found -> update("state = 'cancelled', endedAt = ?1 WHERE id = ?2 AND state = 'asked'",
                        clock.instant(), id)
                        .invoke(changed -> {
                            if (changed == 0) {
                                throw new Conflict(
                                        "Retention %d is %s: only one that no job has begun can be cancelled."
                                                .formatted(id, found.state));
                            }
                        }))
                .call(found -> getSession().chain(session -> session.refresh(found)));
    }
}
