package dev.rolecall.publishing;

import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.enterprise.util.TypeLiteral;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;

/// One topic's circuit breaker, and its records on their way to the broker: a topic that takes none delays no other.
final class TopicCircuit {
    private final TypedGuard<CompletionStage<Void>> circuit;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean isClosed = true;

    TopicCircuit(PublishingConfig.CircuitBreaker config) {
        this.circuit = TypedGuard.create(new TypeLiteral<CompletionStage<Void>>() {
        })
                .withCircuitBreaker()
                .requestVolumeThreshold(config.failures())
                .failureRatio(1)
                .delay(config.delay().toMillis(), ChronoUnit.MILLIS)
                .onStateChange(this::changed)
                .done()
                .build();
    }

    /// Half open is left out: only the probe is sent then, as while open, and the call may come late, from a timer's
    /// thread, when the circuit has closed already.
    private void changed(CircuitBreakerState state) {
        if (state != CircuitBreakerState.HALF_OPEN) {
            isClosed = state == CircuitBreakerState.CLOSED;
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    int inFlight() {
        return inFlight.get();
    }

    /// Fails with `CircuitBreakerOpenException` if nothing was sent.
    CompletionStage<Void> send(Supplier<CompletionStage<Void>> record) {
        inFlight.incrementAndGet();
        return circuit.get(record).whenComplete((_, _) -> inFlight.decrementAndGet());
    }
}
