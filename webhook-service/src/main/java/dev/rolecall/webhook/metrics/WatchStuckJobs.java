package dev.rolecall.webhook.metrics;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Gauges: number of jobs that the reconciler cannot queue again.
@ApplicationScoped
class WatchStuckJobs {
    /// In a long queue, what waits is noted too, so that its age alone says nothing: a partition must have stood still, or a dead
    /// letter not have come.
    private static final String QUERY = """
            SELECT kind, count(*) AS jobs FROM reconcile_candidates
            WHERE found_at < now() - interval '15 minutes' AND EXISTS (SELECT FROM watches
                    WHERE name = 'reconciler' AND jsonb_array_length(found -> 'waitingFor') > 0)
                OR told_at < now() - interval '15 minutes' GROUP BY kind""";
    private static final List<String> KINDS = List.of("never-queued", "claim-ran-out", "retry-lost",
            "dead-letter-not-failed", "dead-letter-lost");

    private final SharedWatch watch;
    private final MultiGauge counts;

    WatchStuckJobs(SharedWatch watch, MeterRegistry metrics) {
        this.watch = watch;
        this.counts = MultiGauge.builder("rolecall.stuck.jobs")
                .description("Jobs that are not queued again by themselves, by kind")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(30, "read metrics of stuck jobs",
                    () -> watch.found("counts of stuck jobs", QUERY).invoke(this::show).replaceWithVoid());
        }
    }

    /// @param found null if there is no recent count
    private void show(@Nullable JsonArray found) {
        counts.register(KINDS.stream().<MultiGauge.Row<?>>map(kind -> MultiGauge.Row.of(Tags.of("kind", kind),
                found == null ? Double.NaN : count(found, kind)))
                .toList(), true);
    }

    private static double count(JsonArray found, String kind) {
        return found.stream()
                .map(JsonObject.class::cast)
                .filter(row -> row.getString("kind").equals(kind))
                .mapToDouble(row -> row.getDouble("jobs"))
                .sum();
    }
}
