package dev.rolecall.webhook.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.contract.Status;
import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Gauges: number of transcripts by both statuses, and the age of the oldest job among them. Every pod reports the same
/// values, which one pod among all has counted. Transcripts that are completed in both are not counted: there are too many. Those that are held have a gauge of
/// their own.
@ApplicationScoped
class WatchTranscripts {
    private static final String TRANSCRIPTS = "rolecall.transcripts";
    private static final String OLDEST_AGE = "rolecall.transcripts.oldest.age";
    private static final String ABANDONED = "rolecall.transcripts.abandoned";

    private static final String UNFINISHED = """
            SELECT status, processing_status, count(*) AS transcripts,
                extract(epoch FROM now() - min(coalesce(job_began_at, created_at)))::float8 AS oldest
            FROM transcripts
            WHERE (status <> 'completed' OR processing_status <> 'completed')
                AND erased_at IS NULL AND NOT (way IN ('off', 'shadow') AND status = 'completed' AND processing_status = 'pending')
            GROUP BY status, processing_status""";

    /// Claims that ran out and that nobody took over. A retry tier brings back a job of a pod that died within seconds.
    private static final String ABANDONED_JOBS = """
            SELECT count(*) AS jobs FROM transcripts
            WHERE processing_status = 'processing' AND lease_until < now() - interval '10 minutes'""";

    private final SharedWatch watch;
    private final MultiGauge counts;
    private final MultiGauge ages;
    private volatile double abandoned = Double.NaN;

    WatchTranscripts(SharedWatch watch, MeterRegistry metrics) {
        this.watch = watch;
        this.counts = MultiGauge.builder(TRANSCRIPTS)
                .description("Transcripts by both statuses")
                .register(metrics);
        this.ages = MultiGauge.builder(OLDEST_AGE)
                .description("Age of the oldest job, by both statuses of its transcript")
                .baseUnit("seconds")
                .register(metrics);
        Gauge.builder(ABANDONED, this, it -> it.abandoned)
                .description("Transcripts whose claim ran out ten minutes ago, and that nobody took over")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(15, "read transcript metrics", this::read);
        }
    }

    private Uni<Void> read() {
        return watch.found("transcripts", UNFINISHED)
                .invoke(this::show)
                .chain(() -> watch.found("abandoned jobs", ABANDONED_JOBS))
                .invoke(found -> abandoned = found == null ? Double.NaN : found.getJsonObject(0).getLong("jobs"))
                .replaceWithVoid();
    }

    private record Statuses(Status status, Status processingStatus) {
        private static Statuses of(JsonObject row) {
            return new Statuses(Status.of(row.getString("status")), Status.of(row.getString("processing_status")));
        }

        private Tags tags() {
            return Tags.of("status", status.text(), "processing_status", processingStatus.text());
        }

        private boolean isCompleted() {
            return status == Status.COMPLETED && processingStatus == Status.COMPLETED;
        }
    }

    private void show(@Nullable JsonArray found) {
        var byStatuses = new HashMap<Statuses, JsonObject>();
        Objects.requireNonNullElseGet(found, JsonArray::new)
                .forEach(row -> byStatuses.put(Statuses.of((JsonObject) row), (JsonObject) row));
        var none = found == null ? Double.NaN : 0;
        counts.register(gauges(byStatuses, "transcripts", none), true);
        ages.register(gauges(byStatuses, "oldest", none), true);
    }

    /// One for each combination, because a gauge that is absent looks like one that is not scraped.
    private static List<MultiGauge.Row<?>> gauges(Map<Statuses, JsonObject> byStatuses, String column,
            double none) {
        var gauges = new ArrayList<MultiGauge.Row<?>>();
        for (var status : Status.values()) {
            for (var processingStatus : Status.values()) {
                var statuses = new Statuses(status, processingStatus);
                if (!statuses.isCompleted()) {
                    var row = byStatuses.get(statuses);
                    gauges.add(MultiGauge.Row.of(statuses.tags(), row == null ? none : row.getDouble(column)));
                }
            }
        }
        return gauges;
    }
}
