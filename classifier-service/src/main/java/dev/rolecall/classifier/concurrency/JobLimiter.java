package dev.rolecall.classifier.concurrency;

import java.time.Clock;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;

import dev.rolecall.classifier.claim.Leases;
import dev.rolecall.classifier.consumer.ConsumerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/// This pod's one [AdaptiveConcurrencyLimiter]: how it is made, watched and drained.
@ApplicationScoped
public class JobLimiter {
    private static final Logger LOG = Logger.getLogger(JobLimiter.class);
    private static final Duration HAND_BACK = Duration.ofSeconds(3);

    private final ConsumerConfig config;
    private final Leases leases;
    private final AdaptiveConcurrencyLimiter admission;
    private volatile boolean hasHandedBack;

    JobLimiter(ConsumerConfig config, Leases leases, Clock clock, Vertx vertx, MeterRegistry metrics) {
        this.config = config;
        this.leases = leases;
        this.admission = new AdaptiveConcurrencyLimiter(config.maxInFlight(), config.firstPause(),
                config.longestPause(), clock,
                millis -> vertx.setTimer(millis, _ -> admission().alarm()));
        Gauge.builder("rolecall.jobs.in.flight", admission, AdaptiveConcurrencyLimiter::inside).register(metrics);
        Gauge.builder("rolecall.jobs.limit", admission, AdaptiveConcurrencyLimiter::limit).register(metrics);
        Gauge.builder("rolecall.jobs.paused", admission, it -> it.isPaused() ? 1 : 0).register(metrics);
    }

    /// Whether what is still being worked on is no longer this pod's: its records must not be acknowledged.
    public boolean hasHandedBack() {
        return hasHandedBack;
    }

    public AdaptiveConcurrencyLimiter admission() {
        return admission;
    }

    /// Liveness is progress: not paused, jobs in flight, and none finished for longer than a call may take.
    @Produces
    @Liveness
    HealthCheck progress() {
        return () -> HealthCheckResponse.named("progress")
                .status(admission.isPaused() || admission.stuckFor().compareTo(config.illAfter()) < 0)
                .withData("inFlight", admission.inside())
                .build();
    }

    /// Before the channels are closed: jobs in flight finish or are handed back, and none is taken for failed because a
    /// pod was stopped. What is handed back has its record unacknowledged: another pod gets it, with the same attempt.
    /// Waiting is right here: the process ends as soon as this returns.
    void drain(@Observes ShutdownEvent stopping) throws InterruptedException {
        var left = admission.drain(config.drain());
        if (left > 0) {
            hasHandedBack = true;
            LOG.warnf("%d jobs were still in flight after %s; %d were handed back", left, config.drain(),
                    leases.handBack().await().atMost(HAND_BACK));
        }
    }
}
