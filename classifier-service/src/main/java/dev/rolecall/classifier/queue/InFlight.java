package dev.rolecall.classifier.queue;

import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/// This pod's one [Admission]: how it is made, watched and drained.
@ApplicationScoped
class InFlight {
    private static final Logger LOG = Logger.getLogger(InFlight.class);

    private final QueueConfig config;
    private final Admission admission;

    InFlight(QueueConfig config, Clock clock, Vertx vertx, MeterRegistry metrics) {
        this.config = config;
        this.admission = new Admission(config.maxInFlight(), config.firstPause(), config.longestPause(), clock,
                millis -> vertx.setTimer(millis, _ -> admission().wakeUp()));
        Gauge.builder("rolecall.jobs.in.flight", admission, Admission::inside).register(metrics);
        Gauge.builder("rolecall.jobs.paused", admission, it -> it.isPaused() ? 1 : 0).register(metrics);
    }

    Admission admission() {
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

    /// Before the channels are closed: jobs in flight finish, and none is taken for failed because a pod was stopped.
    /// Waiting is right here: the process ends as soon as this returns.
    void drain(@Observes ShutdownEvent stopping) throws InterruptedException {
        var left = admission.drain(config.drain());
        if (left > 0) {
            LOG.warnf("%d jobs were still in flight after %s; their leases end by themselves", left, config.drain());
        }
    }
}
