package dev.rolecall.webhook.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Gauges: number of dead letters by state, of those states that an operator may have to do something about. A restart changes
/// nothing about them, as it does about counters.
@ApplicationScoped
class WatchDeadLetters {
    private static final String DEAD_LETTERS = "rolecall.dead.letters";
    private static final List<String> STATES = List.of("open", "parked", "unfinished", "unreadable");
    private static final String QUERY = """
            SELECT state, code, count(*) AS dead_letters FROM dead_letter_states
            WHERE state IN ('%s') GROUP BY state, code""".formatted(String.join("', '", STATES));

    private final SharedWatch watch;
    private final MultiGauge counts;

    WatchDeadLetters(SharedWatch watch, MeterRegistry metrics) {
        this.watch = watch;
        this.counts = MultiGauge.builder(DEAD_LETTERS)
                .description("Dead letters by state, without those that were replayed or discarded")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(30, "read dead letter metrics", this::read);
        }
    }

    private Uni<Void> read() {
        return watch.found("counts of dead letters", QUERY).invoke(this::show).replaceWithVoid();
    }

    /// @param found null if there is no recent count
    private void show(@Nullable JsonArray found) {
        Map<String, Double> byState = new HashMap<>();
        if (found != null) {
            found.forEach(row -> byState.merge(((JsonObject) row).getString("state"),
                    ((JsonObject) row).getDouble("dead_letters"), Double::sum));
        }
        counts.register(STATES.stream().<MultiGauge.Row<?>>map(state -> MultiGauge.Row.of(Tags.of("state", state),
                found == null ? Double.NaN : byState.getOrDefault(state, 0.0)))
                .toList(), true);
    }
}
