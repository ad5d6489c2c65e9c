package dev.rolecall.webhook.reading;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

import io.smallrye.mutiny.Uni;

/// A number of units, bytes or places, that are taken and given back. Whoever finds too few waits in a line.
///
/// The line is a standing queue, in the sense of CoDel (RFC 8289), when for a tenth of a second nobody has waited less
/// than a certain time: then it does not come from a burst, but from more load than can be handled.
final class Gate {
    private static final Duration WINDOW = Duration.ofMillis(100);
    private static final long NEVER = Long.MIN_VALUE;

    private final long capacity;
    private final Duration longWait;
    private final Duration maxWait;
    private final LongSupplier nanoTime;
    private final Deque<Waiter> line = new ArrayDeque<>();
    private long taken;
    private long longWaitsSince = NEVER;

    /// @param longWait if nobody waits less, the line is a standing queue
    /// @param maxWait after which a waiter fails
    /// @param nanoTime the clock, as [System#nanoTime]
    Gate(long capacity, Duration longWait, Duration maxWait, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.longWait = longWait;
        this.maxWait = maxWait;
        this.nanoTime = nanoTime;
    }

    /// @param whenTaken is called exactly once, before the taker hears of it, even if the taker has given up meanwhile;
    /// the units have to be given back then
    private record Waiter(long units, long since, Runnable whenTaken) {}

    /// Takes units, at once or when they are given back. Completes on the thread that gave them back. Fails with
    /// [WaitedTooLong].
    ///
    /// @param units more than the capacity count as all of it
    Uni<Void> take(long units, Runnable whenTaken) {
        return Uni.createFrom().deferred(() -> {
            if (takeNow(Math.min(units, capacity))) {
                whenTaken.run();
                return Uni.createFrom().voidItem();
            }
            return waitFor(Math.min(units, capacity), whenTaken);
        });
    }

    private Uni<Void> waitFor(long units, Runnable whenTaken) {
        return Uni.createFrom().<Void>emitter(emitter -> {
            var waiter = new Waiter(units, nanoTime.getAsLong(), () -> {
                whenTaken.run();
                emitter.complete(null);
            });
            emitter.onTermination(() -> leave(waiter));
            join(waiter).forEach(next -> next.whenTaken.run());
        }).ifNoItem().after(maxWait).failWith(WaitedTooLong::new);
    }

    /// Gives back what was taken.
    void giveBack(long units) {
        leaveUnits(Math.min(units, capacity)).forEach(next -> next.whenTaken.run());
    }

    synchronized long taken() {
        return taken;
    }

    /// Whether newcomers should be refused, because they would only wait as long as everybody before them.
    synchronized boolean hasStandingQueue() {
        return !line.isEmpty() && longWaitsSince != NEVER
                && nanoTime.getAsLong() - longWaitsSince > WINDOW.toNanos();
    }

    private synchronized boolean takeNow(long units) {
        if (!line.isEmpty() || taken + units > capacity) {
            return false;
        }
        taken += units;
        longWaitsSince = NEVER;
        return true;
    }

    private synchronized List<Waiter> join(Waiter waiter) {
        line.add(waiter);
        return admitted();
    }

    private synchronized List<Waiter> leaveUnits(long units) {
        taken -= units;
        return admitted();
    }

    private synchronized void leave(Waiter waiter) {
        line.remove(waiter);
    }

    private List<Waiter> admitted() {
        var admitted = new ArrayList<Waiter>();
        for (var next = line.peek(); next != null && taken + next.units <= capacity; next = line.peek()) {
            taken += next.units;
            noteWait(nanoTime.getAsLong() - next.since);
            admitted.add(line.remove());
        }
        return admitted;
    }

    private void noteWait(long nanos) {
        if (nanos < longWait.toNanos()) {
            longWaitsSince = NEVER;
        } else if (longWaitsSince == NEVER) {
            longWaitsSince = nanoTime.getAsLong();
        }
    }

    /// The units were not given back in time.
    static final class WaitedTooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        WaitedTooLong() {
            super("waited too long", null, false, false);
        }
    }
}
