package dev.rolecall.webhook.adoption.inline;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;

import dev.rolecall.inline.InlineConfig;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.publishing.PublishOutbox;
import dev.rolecall.webhook.adoption.inline.Classifier.NotClassified;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/// Asks classifier-service to label a stored transcript now. The transcript's event is in the outbox: it is deleted if
/// the job is settled in time, published at once if the classifier declines or is away, and left to the sweeper if the time is up.
///
/// A classifier that has not answered in time ten times in a row is not asked for a while.
@Startup // its metrics exist before the first callback goes inline
@ApplicationScoped
public class AskClassifier {
    private static final Logger LOG = Logger.getLogger(AskClassifier.class);
    private static final int FAILURES = 10;

    private final Classifier classifier;
    private final InlineConfig config;
    private final PublishOutbox outbox;
    private final Map<Outcome, Timer> waits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final TypedGuard<Uni<String>> circuit;

    AskClassifier(@RestClient Classifier classifier, InlineConfig config, PublishOutbox outbox,
            MeterRegistry metrics) {
        this.classifier = classifier;
        this.config = config;
        this.outbox = outbox;
        this.circuit = circuit(config.pause());
        this.waits = Arrays.stream(Outcome.values()).collect(toMap(outcome -> outcome, outcome -> timer(outcome, metrics)));
        Gauge.builder("rolecall.inline.waiting", waiting, AtomicInteger::get)
                .description("Callbacks that wait for a classifier")
                .register(metrics);
    }

    private static TypedGuard<Uni<String>> circuit(Duration pause) {
        return TypedGuard.create(new TypeLiteral<Uni<String>>() {
        })
                .withCircuitBreaker()
                .requestVolumeThreshold(FAILURES)
                .failureRatio(1)
                .delay(pause.toMillis(), ChronoUnit.MILLIS)
                .skipOn(NotClassified.class)
                .done()
                .build();
    }

    private enum Outcome {
        /// The job is settled.
        SETTLED,
        /// The classifier is paused, has no room, or its attempt was not the last word.
        DECLINED,
        /// The callback's time is up. The classifier may still be at work.
        TIMED_OUT,
        /// The classifier cannot be reached, answers with an error, or has not been asked because of that.
        UNAVAILABLE,
        /// As many callbacks wait as may.
        FULL
    }

    private static Timer timer(Outcome outcome, MeterRegistry metrics) {
        return Timer.builder("rolecall.inline")
                .description("Time that a callback waited for a classifier")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(metrics);
    }

    /// Completes at the deadline at the latest, and never fails.
    ///
    /// @param event not offered to the publisher yet
    /// @param firstByte of the callback, in the system's nano time
    public Uni<Void> label(OutboxRow event, long firstByte) {
        var began = System.nanoTime();
        return Uni.createFrom().deferred(() -> ask(event, firstByte))
                .invoke(outcome -> settle(event, outcome, System.nanoTime() - began))
                .replaceWithVoid();
    }

    private Uni<Outcome> ask(OutboxRow event, long firstByte) {
        var left = config.deadline().minusNanos(System.nanoTime() - firstByte);
        if (!left.isPositive()) {
            return Uni.createFrom().item(Outcome.TIMED_OUT);
        }
        if (waiting.incrementAndGet() > config.maxWaiting()) {
            waiting.decrementAndGet();
            return Uni.createFrom().item(Outcome.FULL);
        }
        return circuit.get(() -> call(event, left))
                .map(_ -> Outcome.SETTLED)
                .onFailure().recoverWithItem(AskClassifier::outcomeOf)
                .onTermination().invoke(waiting::decrementAndGet);
    }

    private Uni<String> call(OutboxRow event, Duration left) {
        return classifier.classify("Bearer " + config.secret().orElseThrow(), left.toMillis(), Objects.requireNonNull(event.value()))
                .ifNoItem()
                .after(left)
                .fail();
    }

    private static Outcome outcomeOf(Throwable failure) {
        return switch (failure) {
            case TimeoutException _ -> Outcome.TIMED_OUT;
            case CircuitBreakerOpenException _ -> Outcome.UNAVAILABLE;
            case NotClassified answer -> answer.isExpected() ? Outcome.DECLINED : unavailable(answer);
            default -> unavailable(failure);
        };
    }

    private static Outcome unavailable(Throwable failure) {
        LOG.warnf("Failed to ask a classifier; the queue has the transcript: %s", failure);
        return Outcome.UNAVAILABLE;
    }

    private void settle(OutboxRow event, Outcome outcome, long nanos) {
        Objects.requireNonNull(waits.get(outcome)).record(Duration.ofNanos(nanos));
        switch (outcome) {
            case SETTLED -> outbox.withdraw(event);
            case DECLINED, UNAVAILABLE, FULL -> outbox.offer(event);
            case TIMED_OUT -> {
                // the sweeper publishes it: the classifier probably settles the job before
            }
        }
    }
}
