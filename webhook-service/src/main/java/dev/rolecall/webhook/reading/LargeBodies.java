package dev.rolecall.webhook.reading;

import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.rolecall.webhook.callback.CallbackConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// How many large bodies are in memory at once, from where on they are large until they are answered: a bound on memory,
/// and on what PostgreSQL is asked to write at once.
@ApplicationScoped
public class LargeBodies {
    private final long size;
    private final Semaphore room;

    @Inject
    LargeBodies(CallbackConfig config, MeterRegistry metrics) {
        this(config.largeBodySize().asLongValue(), config.largeBodiesAtOnce());
        Gauge.builder("rolecall.callback.large.bodies", room,
                it -> config.largeBodiesAtOnce() - it.availablePermits()).register(metrics);
    }

    LargeBodies(long size, int atOnce) {
        this.size = size;
        this.room = new Semaphore(atOnce);
    }

    public Stay arrival() {
        return new Stay();
    }

    /// One body's stay, from its arrival to its answer.
    public final class Stay {
        private boolean isInside;

        private Stay() {}

        /// Whether a body of this size may come at all: asked before it is read, it keeps no place.
        boolean mayCome(long announced) {
            return announced <= size || room.availablePermits() > 0;
        }

        /// Takes a place once the body has become large.
        ///
        /// @return false if there is none
        boolean mayGrowTo(long soFar) {
            if (!isInside && soFar > size) {
                isInside = room.tryAcquire();
                return isInside;
            }
            return true;
        }

        /// A second time does nothing.
        public void end() {
            if (isInside) {
                isInside = false;
                room.release();
            }
        }
    }
}
