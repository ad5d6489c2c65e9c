package dev.rolecall.webhook.operations.replay;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.Ids;
import dev.rolecall.webhook.operations.deadletters.DeadLetterFilter;
import dev.rolecall.webhook.operations.deadletters.DeadLetters;
import dev.rolecall.webhook.operations.replay.Replay.State;
import dev.rolecall.webhook.problem.BadRequest;
import dev.rolecall.webhook.problem.Conflict;
import dev.rolecall.webhook.problem.NotFound;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Plans replays, changes what they do, and says how far they are.
@ApplicationScoped
class Replays implements PanacheRepositoryBase<Replay, UUID> {
    /// Of one plan.
    private static final int MAX_JOBS = 100_000;

    private static final String USUAL_COST = """
            SELECT avg(tokens)::float8 AS tokens, avg(cost_usd)::float8 AS usd FROM (
                SELECT input_tokens + output_tokens AS tokens, cost_usd FROM processed_transcripts
                WHERE model IS NOT NULL AND month >= (now() - interval '3 months')::date
                ORDER BY id DESC LIMIT 1000) AS latest""";

    private static final String SAVE = """
            WITH planned AS (
                INSERT INTO replays (id, filter, forced, per_second, jobs, plan, created_by)
                VALUES ($1, $2, $3, $4, cardinality($7::uuid[]), $5, $6)
            )
            INSERT INTO replay_jobs (replay_id, transcript_id, job) SELECT $1, * FROM unnest($7::uuid[], $8::int[])""";

    private static final String PROGRESS = """
            SELECT count(*) FILTER (WHERE j.raised_at IS NULL AND j.skipped_at IS NULL) AS waiting,
                count(*) FILTER (WHERE j.skipped_at IS NOT NULL) AS skipped,
                count(*) FILTER (WHERE j.raised_at IS NOT NULL) AS raised,
                count(*) FILTER (WHERE j.raised_at IS NOT NULL
                    AND t.processing_status = 'completed') AS completed,
                count(*) FILTER (WHERE j.raised_at IS NOT NULL
                    AND t.processing_status = 'failed' AND t.job = j.job + 1) AS failed,
                count(*) FILTER (WHERE j.raised_at IS NOT NULL
                    AND (t.id IS NULL OR t.processing_status <> 'completed' AND t.job > j.job + 1)) AS overtaken
            FROM replay_jobs j LEFT JOIN transcripts t ON t.id = j.transcript_id AND t.erased_at IS NULL
            WHERE j.replay_id = $1""";

    private static final String CHANGE = """
            UPDATE replays SET state = $2, credit_from = now(),
                started_at = CASE WHEN $2 = 'running' THEN coalesce(started_at, now()) ELSE started_at END,
                ended_at = CASE WHEN $2 = 'cancelled' THEN now() END
            WHERE id = $1 AND state = ANY($3::text[])""";

    private final Pool pool;
    private final DeadLetters deadLetters;
    private final ObjectMapper json;

    Replays(Pool pool, DeadLetters deadLetters, ObjectMapper json) {
        this.pool = pool;
        this.deadLetters = deadLetters;
        this.json = json;
    }

    /// How far a replay is. A job was skipped if it had not failed any more when it was its turn. Of the raised ones,
    /// `overtaken` have a later job since, or were erased, and `underWay` is the rest.
    @Schema(name = "ReplayProgress",
            requiredProperties = {"waiting", "raised", "skipped", "completed", "failed", "overtaken", "underWay"})
    record Progress(long waiting, long raised, long skipped, long completed, long failed, long overtaken,
            long underWay) {
        private static Progress of(Row row) {
            var raised = row.getLong("raised");
            var completed = row.getLong("completed");
            var failed = row.getLong("failed");
            var overtaken = row.getLong("overtaken");
            return new Progress(row.getLong("waiting"), raised, row.getLong("skipped"), completed, failed, overtaken,
                    raised - completed - failed - overtaken);
        }
    }

    /// A replay and how far it is.
    @Schema(name = "ReplayState", requiredProperties = {"replay", "progress"})
    record Seen(Replay replay, Progress progress) {}

    /// Decides which jobs are raised, and raises none.
    ///
    /// @param force whether parked ones are raised too
    /// @param by who asks for it
    Uni<Seen> plan(DeadLetterFilter filter, boolean force, double perSecond, String by) {
        return deadLetters.failedJobs(filter, force, MAX_JOBS + 1).chain(failed -> {
            if (failed.size() > MAX_JOBS) {
                throw new BadRequest("More than %,d jobs match. Narrow the filter, for example by code or time."
                        .formatted(MAX_JOBS));
            }
            var id = Ids.next();
            return usualCost().map(usual -> plan(failed, perSecond, usual))
                    .chain(plan -> pool.preparedQuery(SAVE)
                            .execute(Tuple.tuple()
                                    .addUUID(id)
                                    .addString(filter.text())
                                    .addBoolean(force)
                                    .addDouble(perSecond)
                                    .addJsonObject(asJson(plan))
                                    .addString(by)
                                    .addArrayOfUUID(failed.stream()
                                            .map(DeadLetters.FailedJob::transcriptId)
                                            .toArray(UUID[]::new))
                                    .addArrayOfInteger(
                                            failed.stream().map(DeadLetters.FailedJob::job).toArray(Integer[]::new))))
                    .chain(() -> one(id));
        });
    }

    private JsonObject asJson(Plan plan) {
        try {
            return new JsonObject(json.writeValueAsString(plan));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("failed to write a plan as JSON", e);
        }
    }

    private record UsualCost(Double tokens, Double usd) {}

    private Uni<UsualCost> usualCost() {
        return pool.preparedQuery(USUAL_COST)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new UsualCost(row.getDouble("tokens"), row.getDouble("usd")));
    }

    private static Plan plan(List<DeadLetters.FailedJob> failed, double perSecond, UsualCost usual) {
        return new Plan(counts(failed, DeadLetters.FailedJob::code),
                counts(failed, (DeadLetters.FailedJob job) -> job.failedAt().truncatedTo(ChronoUnit.HOURS)),
                Math.round(failed.size() / perSecond),
                usual.tokens() == null ? null : Math.round(usual.tokens() * failed.size()),
                usual.usd() == null ? null : usual.usd() * failed.size());
    }

    private static <K extends Comparable<K>> Map<K, Long> counts(List<DeadLetters.FailedJob> failed,
            Function<DeadLetters.FailedJob, K> key) {
        return failed.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
    }

    /// The latest 100.
    @WithSession
    Uni<List<Replay>> latest() {
        return findAll(Sort.descending("id")).page(0, 100).list();
    }

    /// Fails with [NotFound].
    @WithSession
    Uni<Seen> one(UUID id) {
        return findById(id).onItem()
                .ifNull()
                .failWith(() -> new NotFound("There is no replay " + id + "."))
                .chain(replay -> pool.preparedQuery(PROGRESS)
                        .execute(Tuple.of(id))
                        .map(rows -> new Seen(replay, Progress.of(rows.iterator().next()))));
    }

    /// Fails with [NotFound], and with [Conflict] if the replay is in no state for that.
    Uni<Seen> change(UUID id, State to, List<State> from) {
        return pool.preparedQuery(CHANGE)
                .execute(Tuple.of(id, to.text(), from.stream().map(State::text).toArray(String[]::new)))
                .chain(changed -> one(id).invoke(seen -> {
                    if (changed.rowCount() == 0 && seen.replay().state != to) {
                        throw new Conflict("The replay is %s.".formatted(seen.replay().state.text()));
                    }
                }));
    }
}
