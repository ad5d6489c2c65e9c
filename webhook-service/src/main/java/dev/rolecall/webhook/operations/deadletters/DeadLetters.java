package dev.rolecall.webhook.operations.deadletters;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Reads dead letters, and parks or discards them.
@ApplicationScoped
public class DeadLetters implements PanacheRepositoryBase<DeadLetter, Long> {
    private static final String PARK = """
            UPDATE dead_letters SET parked_at = now(), act_reason = $2
            WHERE id = ANY($1) AND parked_at IS NULL AND discarded_at IS NULL""";
    private static final String DISCARD = """
            UPDATE dead_letters SET discarded_at = now(), act_reason = $2 WHERE id = ANY($1) AND discarded_at IS NULL""";
    private static final int MAX_CODES = 100;
    private static final int MAX_HOURS = 168;

    private final Pool pool;

    DeadLetters(Pool pool) {
        this.pool = pool;
    }

    /// A page, newest first.
    ///
    /// @param next value of `before` for the next page; null on the last page
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DeadLetterPage", requiredProperties = {"deadLetters"})
    record Page(List<DeadLetter> deadLetters, @Nullable Long next) {}

    @WithSession
    Uni<Page> list(DeadLetterFilter asked, long before, int limit) {
        var filter = asked.orOpen();
        var parameters = new LinkedHashMap<>(filter.parameters());
        parameters.put("before", before);
        return find(filter.condition() + " AND id < :before", Sort.descending("id"), parameters).page(0, limit)
                .list()
                .map(found -> new Page(found, found.size() < limit ? null : found.getLast().id));
    }

    /// How many there are.
    ///
    /// @param byCode the 100 most frequent
    /// @param byHour the latest 168 hours that have any, by the hour's beginning
    @Schema(name = "DeadLetterCounts", requiredProperties = {"total", "byCode", "byHour"})
    public record Counts(long total, Map<String, Long> byCode, Map<Instant, Long> byHour) {}

    @WithSession
    Uni<Counts> count(DeadLetterFilter asked) {
        var filter = asked.orOpen();
        return count(filter.condition(), filter.parameters())
                .chain(total -> groups("code", "count(*) DESC", filter, MAX_CODES)
                        .chain(byCode -> groups("trunc(failedAt, hour)", "1 DESC", filter, MAX_HOURS)
                                .map(byHour -> new Counts(total, texts(byCode), times(byHour)))));
    }

    private static Uni<List<Object[]>> groups(String by, String order, DeadLetterFilter filter, int most) {
        return select("SELECT %s, count(*) FROM DeadLetter WHERE %s GROUP BY 1 ORDER BY %s".formatted(by,
                filter.condition(), order), Object[].class, filter, most);
    }

    private static Map<String, Long> texts(List<Object[]> rows) {
        var counts = new LinkedHashMap<String, Long>();
        rows.forEach(row -> counts.put((String) row[0], (Long) row[1]));
        return counts;
    }

    private static Map<Instant, Long> times(List<Object[]> rows) {
        var counts = new LinkedHashMap<Instant, Long>();
        rows.forEach(row -> counts.put((Instant) row[0], (Long) row[1]));
        return counts;
    }

    /// @return how many are parked now that were not
    Uni<Integer> park(DeadLetterFilter filter, String reason) {
        return change(PARK, filter.only(List.of("open", "unfinished")), reason);
    }

    /// @return how many are discarded now that were not
    Uni<Integer> discard(DeadLetterFilter filter, String reason) {
        return change(DISCARD, filter.only(List.of("open", "unfinished", "parked", "gone", "unreadable")), reason);
    }

    private Uni<Integer> change(String statement, DeadLetterFilter filter, String reason) {
        return ids(filter).chain(ids -> pool.preparedQuery(statement)
                .execute(Tuple.of(ids.toArray(Long[]::new), reason))
                .map(RowSet::rowCount));
    }

    @WithSession
    Uni<List<Long>> ids(DeadLetterFilter filter) {
        return select("SELECT id FROM DeadLetter WHERE " + filter.condition(), Long.class, filter, Integer.MAX_VALUE);
    }

    /// A job that has failed and can be replayed.
    public record FailedJob(UUID transcriptId, int job, String code, Instant failedAt) {}

    /// Each job once, however many dead letters it has. Shadows are left out: their results are only compared.
    ///
    /// @param withParked whether parked ones count
    @WithSession
    public Uni<List<FailedJob>> failedJobs(DeadLetterFilter filter, boolean withParked, int most) {
        var possible = filter.only(withParked ? List.of("open", "parked") : List.of("open"));
        return select("""
                SELECT transcriptId, job, min(code), max(failedAt) FROM DeadLetter
                WHERE shadow = false AND %s GROUP BY transcriptId, job ORDER BY transcriptId"""
                .formatted(possible.condition()), FailedJob.class, possible, most);
    }

    private static <T> Uni<List<T>> select(String query, Class<T> type, DeadLetterFilter filter, int most) {
        return Panache.getSession().chain(session -> {
            var selection = session.createQuery(query, type);
            filter.parameters().forEach(selection::setParameter);
            return selection.setMaxResults(most).getResultList();
        });
    }
}
