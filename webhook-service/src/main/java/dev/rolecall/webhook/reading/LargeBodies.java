package dev.rolecall.webhook.reading;

import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// Limits how many large bodies are in memory at once, from the byte that makes them large until they are answered.
/// This bounds memory, and what PostgreSQL has to write at once.
@ApplicationScoped
public class LargeBodies {
    private static final String METRIC = "rolecall.callback.large.bodies";

    private final long size;
    private final Semaphore permits;

    @Inject
    LargeBodies(ReadingConfig config, MeterRegistry metrics) {
        this(config.largeBodySize().asLongValue(), config.largeBodiesAtOnce());
        Gauge.builder(METRIC, permits, it -> config.largeBodiesAtOnce() - it.availablePermits())
                .description("Large bodies that are being read or stored")
                .register(metrics);
    }

    LargeBodies(long size, int atOnce) {
        this.size = size;
        this.permits = new Semaphore(atOnce);
    }

    /// For one body, when its request arrives.
    public Permit permit() {
        return new Permit();
    }

    /// One body's permit, which it takes only if it becomes large.
    public final class Permit {
        private boolean isHeld;

        private Permit() {}

        /// Whether a body with this Content-Length would get a permit now. Does not take one.
        boolean isAvailableFor(long contentLength) {
            return contentLength <= size || permits.availablePermits() > 0;
        }

        /// Takes a permit once the body has become large.
        ///
        /// @return false if there is none left
        boolean acquireFor(long sizeSoFar) {
            if (!isHeld && sizeSoFar > size) {
                isHeld = permits.tryAcquire();
                return isHeld;
            }
            return true;
        }

        /// A second call does nothing.
        public void release() {
            if (isHeld) {
                isHeld = false;
                permits.release();
            }
        }
    }
}
