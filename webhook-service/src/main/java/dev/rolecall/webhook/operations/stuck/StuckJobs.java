package dev.rolecall.webhook.operations.stuck;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What seems to be stuck, as the reconciler has noted it, whichever pod it runs in.
@ApplicationScoped
class StuckJobs implements PanacheRepositoryBase<StuckJob, Long> {
    private final Pool pool;

    StuckJobs(Pool pool) {
        this.pool = pool;
    }

    /// @param lookedAt when the reconciler looked last; null if it never has
    /// @param counts number of jobs by kind
    /// @param jobs those that were found first
    @Schema(name = "StuckJobs", requiredProperties = {"counts", "jobs"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stuck(@Nullable Instant lookedAt, @Nullable Look look, Map<String, Long> counts, List<StuckJob> jobs) {}

    @WithSession
    Uni<Stuck> all(int limit) {
        return getSession()
                .chain(session -> session
                        .createQuery("SELECT kind, count(*) FROM StuckJob GROUP BY kind", Object[].class)
                        .getResultList())
                .chain(counts -> findAll(Sort.by("id")).page(0, limit)
                        .list()
                        .chain(jobs -> pool.preparedQuery("SELECT found, found_at FROM watches WHERE name = $1")
                                .execute(Tuple.of(Look.NAME))
                                .map(rows -> {
                                    var row = rows.size() == 0 ? null : rows.iterator().next();
                                    var at = row == null ? null : row.getOffsetDateTime("found_at");
                                    return new Stuck(at == null ? null : at.toInstant(),
                                            row == null || at == null
                                                    ? null
                                                    : ((JsonObject) row.getValue("found")).mapTo(Look.class),
                                            byKind(counts), jobs);
                                })));
    }

    private static Map<String, Long> byKind(List<Object[]> counts) {
        return counts.stream().collect(Collectors.toMap(row -> (String) row[0], row -> (Long) row[1], Long::sum,
                TreeMap::new));
    }
}
