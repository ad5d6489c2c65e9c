package dev.rolecall.webhook.reading;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.body.CollectBody;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

/// How much is in memory and worked on at once, from the first byte of a body to the end of its statement.
///
/// The bytes of a body are reserved before the first is read: what has to wait stays unread, and TCP holds its sender
/// back. Small and large bodies have budgets of their own. A small body is collected, and then waits for a place to be
/// scanned, compressed and stored: throughput falls if more are worked on at once (docs/decisions/0029).
@ApplicationScoped
public class Admission {
    private static final String LARGE_BODIES = "rolecall.callback.large.bodies";
    /// What a body without Content-Length is expected to need.
    private static final long UNKNOWN_LENGTH = 1024 * 1024;
    /// Small bodies are handled in milliseconds, so half a second is a long line of them.
    private static final Duration LONG_WAIT = Duration.ofMillis(500);
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);
    /// Deepgram's timeout is 10 s, and a burst of large bodies takes seconds.
    private static final Duration MAX_WAIT_OF_LARGE = Duration.ofSeconds(7);
    /// What waits unread has up to 64 KB in memory, which were received together with its headers.
    private static final int MAX_LINE_OF_LARGE = 400;
    private static final int MAX_LINE = 4_000;

    private final Gate small;
    private final Gate large;
    /// One body at a time may need more than was reserved for it.
    private final Gate growing;
    private final Gate places;
    private final AtomicInteger largeBodies = new AtomicInteger();

    Admission(ReadingConfig config, MeterRegistry metrics) {
        small = new Gate(config.smallBodies().asLongValue(), MAX_LINE, LONG_WAIT, MAX_WAIT, System::nanoTime);
        large = new Gate(config.largeBodies().asLongValue(), MAX_LINE_OF_LARGE, LONG_WAIT, MAX_WAIT_OF_LARGE,
                System::nanoTime);
        growing = new Gate(1, MAX_LINE_OF_LARGE, LONG_WAIT, MAX_WAIT_OF_LARGE, System::nanoTime);
        places = new Gate((long) config.workPerCore() * Runtime.getRuntime().availableProcessors(), MAX_LINE, LONG_WAIT,
                MAX_WAIT, System::nanoTime);
        Gauge.builder(LARGE_BODIES, largeBodies, AtomicInteger::doubleValue)
                .description("Bodies above 256 KB, or of unknown length, that are being read or stored")
                .register(metrics);
    }

    /// For one body, when its request arrives.
    public Permit permit() {
        return new Permit();
    }

    /// Whether a newcomer should be refused at once.
    ///
    /// @param contentLength 0 if unknown
    boolean isOverloaded(long contentLength) {
        return isSmall(contentLength)
                ? small.isOverloaded() || places.isOverloaded()
                : large.isOverloaded();
    }

    private static boolean isSmall(long contentLength) {
        return contentLength > 0 && contentLength <= CollectBody.MAX_UNCOMPRESSED;
    }

    /// What one body holds. Everything fails with [Gate.WaitedTooLong], and may complete on another thread.
    public final class Permit {
        private final List<Runnable> held = new ArrayList<>();
        private boolean isReleased;
        private boolean isLarge;

        private Permit() {}

        /// Reserves the bytes of a body, before the first is read.
        ///
        /// @param contentLength 0 if unknown
        Uni<Void> read(long contentLength) {
            if (isSmall(contentLength)) {
                return take(small, contentLength);
            }
            isLarge = true;
            largeBodies.incrementAndGet();
            hold(largeBodies::decrementAndGet);
            return take(large, contentLength == 0 ? UNKNOWN_LENGTH : contentLength);
        }

        /// Whether a body of unknown length has outgrown its reservation, and has to [#grow].
        boolean mustGrow(long contentLength, long sizeSoFar) {
            return contentLength == 0 && sizeSoFar > UNKNOWN_LENGTH;
        }

        Uni<Void> grow() {
            return take(growing, 1);
        }

        /// Takes a place to scan, compress and store a body that has been read. A large body is scanned and compressed
        /// while it arrives, so it has none.
        Uni<Void> work() {
            return isLarge ? Uni.createFrom().voidItem() : take(places, 1);
        }

        private Uni<Void> take(Gate gate, long units) {
            return gate.take(units, () -> hold(() -> gate.giveBack(units)));
        }

        /// What is taken after the release, because a wait was given up, is given back at once.
        private void hold(Runnable giveBack) {
            synchronized (held) {
                if (!isReleased) {
                    held.add(giveBack);
                    return;
                }
            }
            giveBack.run();
        }

        /// Gives everything back. A second call does nothing.
        public void release() {
            List<Runnable> all;
            synchronized (held) {
                isReleased = true;
                all = List.copyOf(held);
                held.clear();
            }
            all.forEach(Runnable::run);
        }
    }
}
