package dev.rolecall.classifier.pods;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.classifier.concurrency.ConsumptionPause;
import dev.rolecall.classifier.concurrency.JobLimiter;
import dev.rolecall.classifier.llm.client.LlmClient;
import dev.rolecall.scheduling.RepeatingTasks;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Writes this pod's row of the table `pods` every two seconds: how many jobs it runs and may run, whether and why it is
/// paused, which topics an operator has paused, and what it has learnt of its providers. A row that is not written any more is deleted after an hour.
@ApplicationScoped
class WritePodState {
    private static final String SERVICE = "classifier-service";

    private final Pool pool;
    private final JobLimiter jobs;
    private final LlmClient llm;
    private final PodName pod;
    private final ConsumptionPause pause;
    private final String version;
    private final Instant startedAt;

    WritePodState(Pool pool, PodName pod, JobLimiter jobs, ConsumptionPause pause, LlmClient llm, Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.pool = pool;
        this.pod = pod;
        this.pause = pause;
        this.jobs = jobs;
        this.llm = llm;
        this.version = version;
        this.startedAt = clock.instant();
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(2, "write the state of this pod", this::write);
        tasks.every(600, "delete the states of pods that are gone", this::deleteGone);
    }

    private Uni<Void> write() {
        return pool.preparedQuery("""
                INSERT INTO pods (name, service, version, started_at, seen_at, state) VALUES ($1, $2, $3, $4, now(), $5)
                ON CONFLICT (name) DO UPDATE SET seen_at = now(), state = $5""")
                .execute(Tuple.of(pod.name(), SERVICE, version, startedAt.atOffset(ZoneOffset.UTC), state()))
                .replaceWithVoid();
    }

    private JsonObject state() {
        var limiter = jobs.limiter().state();
        var state = new JsonObject().put("limit", limiter.limit())
                .put("inFlight", limiter.inFlight())
                .put("waiting", limiter.waiting());
        if (limiter.pause() != null) {
            state.put("paused", new JsonObject().put("code", limiter.pause().code())
                    .put("setting", limiter.pause().setting())
                    .put("nextTry", String.valueOf(limiter.nextStart())));
        }
        if (!pause.paused().isEmpty()) {
            state.put("pausedTopics", new JsonArray(List.copyOf(new TreeSet<>(pause.paused()))));
        }
        return state.put("providers", new JsonArray(llm.providers().stream().map(WritePodState::json).toList()));
    }

    private static JsonObject json(LlmClient.ProviderState provider) {
        var learnt = new JsonObject();
        provider.learnt().forEach(learnt::put);
        return new JsonObject().put("host", provider.provider().host())
                .put("model", provider.provider().model())
                .put("paused", provider.isPaused())
                .put("learnt", learnt);
    }

    private Uni<Void> deleteGone() {
        return pool.preparedQuery("DELETE FROM pods WHERE service = $1 AND seen_at < now() - interval '1 hour'")
                .execute(Tuple.of(SERVICE))
                .replaceWithVoid();
    }
}
