package dev.rolecall.webhook.reading;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.admission.Gate;
import dev.rolecall.webhook.body.CollectBody;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;

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
    /// With this much waiting, the core is never idle.
    private static final Duration BRIEF_WAIT = Duration.ofMillis(100);
    /// Small bodies have a short line even under overload: if their senders have 1,000 connections, and 4,000 are stored
    /// in a second, the longest wait here is a quarter of a second. The rest wait at the senders.
    private static final Duration LONG_WAIT = BRIEF_WAIT;
    private static final Duration LONG_WAIT_OF_LARGE = Duration.ofMillis(500);
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
        small = gate(config.smallBodies().asLongValue());
        places = gate((long) config.workPerCore() * Runtime.getRuntime().availableProcessors());
        large = gateOfLarge(config.largeBodies().asLongValue());
        growing = gateOfLarge(1);
        Gauge.builder(LARGE_BODIES, largeBodies, AtomicInteger::doubleValue)
                .description("Bodies above 256 KB, or of unknown length, that are being read or stored")
                .register(metrics);
    }

    private static Gate gate(long capacity) {
        return new Gate(capacity, MAX_LINE, LONG_WAIT, BRIEF_WAIT, MAX_WAIT, System::nanoTime);
    }

    private static Gate gateOfLarge(long capacity) {
        return new Gate(capacity, MAX_LINE_OF_LARGE, LONG_WAIT_OF_LARGE, BRIEF_WAIT, MAX_WAIT_OF_LARGE,
                System::nanoTime);
    }

    /// For one body, when its request arrives.
    public Permit permit() {
        return new Permit();
    }

    /// Whether a newcomer should be refused at once.
    public boolean isOverloaded(HttpServerRequest request) {
        return isSmall(ReceiveBody.contentLength(request))
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
