package dev.rolecall.classifier.concurrency;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;

import dev.rolecall.classifier.claim.Leases;
import dev.rolecall.classifier.llm.LlmConfig;
import dev.rolecall.classifier.progress.Progress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// This pod's one [AdaptiveConcurrencyLimiter], with its metrics, liveness and shutdown.
@Startup
@ApplicationScoped
public class JobLimiter {
    private static final Logger LOG = Logger.getLogger(JobLimiter.class);
    private static final Duration HAND_BACK_TIMEOUT = Duration.ofSeconds(3);
    /// Longer than any statement or Kafka send may take.
    private static final Duration BESIDE_A_CALL = Duration.ofSeconds(30);
    private static final String IN_FLIGHT = "rolecall.jobs.in.flight";
    private static final String LIMIT = "rolecall.jobs.limit";
    private static final String PAUSED = "rolecall.jobs.paused";
    private static final String NEXT_START = "rolecall.jobs.next.start";
    private static final String PAUSED_BY = "rolecall.pause.reason";

    private final LimiterConfig config;
    private final Leases leases;
    private final Progress progress;
    private final Duration illAfter;
    private final AdaptiveConcurrencyLimiter limiter;
    private final MeterRegistry metrics;
    /// That have a gauge.
    private final Set<PauseReason> reasons = ConcurrentHashMap.newKeySet();
    private volatile boolean hasHandedBack;

    JobLimiter(LimiterConfig config, LlmConfig llm, Leases leases, Progress progress, Clock clock, Vertx vertx,
            MeterRegistry metrics) {
        this.config = config;
        this.leases = leases;
        this.progress = progress;
        this.illAfter = illAfter(config, llm.timeout());
        this.metrics = metrics;
        this.limiter = new AdaptiveConcurrencyLimiter(config.maxInFlight(), config.firstPause(), config.longestPause(),
                clock, millis -> vertx.setTimer(millis, _ -> limiter().alarm()));
        Gauge.builder(IN_FLIGHT, limiter, AdaptiveConcurrencyLimiter::inFlight)
                .description("Jobs in flight in this pod")
                .register(metrics);
        Gauge.builder(LIMIT, limiter, AdaptiveConcurrencyLimiter::limit)
                .description("How many jobs may be in flight in this pod now")
                .register(metrics);
        Gauge.builder(PAUSED, limiter, it -> it.isPaused() ? 1 : 0)
                .description("1 while this pod is paused because the provider fails for every call")
                .register(metrics);
        Gauge.builder(NEXT_START, () -> untilNextStart(clock).toMillis() / 1000.0)
                .description(
                        "How long no job starts, because of a pause or of the provider's Retry-After; 0 if jobs may start")
                .baseUnit("seconds")
                .register(metrics);
    }

    private static Duration illAfter(LimiterConfig config, Duration callTimeout) {
        var least = callTimeout.plus(BESIDE_A_CALL);
        config.illAfter().filter(chosen -> chosen.compareTo(least) < 0).ifPresent(chosen -> {
            throw new ConfigurationException(
                    "rolecall.concurrency.ill-after=%s is shorter than one LLM call may take, so a pod that waits for the LLM would be restarted: leave it out, or set it to at least %s (rolecall.llm.timeout=%s and half a minute)"
                            .formatted(chosen, least, callTimeout));
        });
        return config.illAfter().orElseGet(() -> callTimeout.multipliedBy(2).plusMinutes(1));
    }

    private Duration untilNextStart(Clock clock) {
        var start = limiter.nextStart();
        var now = clock.instant();
        return start == null || start.isBefore(now) ? Duration.ZERO : Duration.between(now, start);
    }

    /// The provider fails for every call.
    ///
    /// @param atLeast the provider's Retry-After; null if there is none
    public void pause(@Nullable Duration atLeast, PauseReason why) {
        limiter.pause(atLeast, why);
        if (!reasons.add(why)) {
            return;
        }
        Gauge.builder(PAUSED_BY, () -> limiter.pauseReason().equals(why) ? 1 : 0)
                .description("1 while this pod is paused for this reason; the setting is where to look")
                .tags("code", why.code(), "setting", why.setting() == null ? "" : why.setting())
                .register(metrics);
    }

    /// Whether the jobs that are still running belong to other pods now: their records must not be acknowledged.
    public boolean hasHandedBack() {
        return hasHandedBack;
    }

    public AdaptiveConcurrencyLimiter limiter() {
        return limiter;
    }

    /// Liveness is progress, paused or not. It fails if one job ends no try for longer than any try may take.
    @Produces
    @Liveness
    HealthCheck liveness() {
        return () -> {
            var silence = progress.longestSilence();
            return HealthCheckResponse.named("progress")
                    .status(silence.compareTo(illAfter) < 0)
                    .withData("inFlight", limiter.inFlight())
                    .withData("longestSilenceSeconds", silence.toSeconds())
                    .build();
        };
    }

    /// Runs before the channels close: jobs in flight complete or are handed back, so no job fails because its pod was
    /// stopped. The record of a job that is handed back is not acknowledged, and another pod makes the same attempt.
    /// Blocking is right here: the process ends when this method returns.
    void drain(@Observes ShutdownEvent stopping) throws InterruptedException {
        var left = limiter.drain(config.drain());
        if (left > 0) {
            hasHandedBack = true;
            LOG.warnf("%d jobs were still in flight after %s; handed back %d of them", left, config.drain(),
                    leases.handBack().await().atMost(HAND_BACK_TIMEOUT));
        }
    }
}
