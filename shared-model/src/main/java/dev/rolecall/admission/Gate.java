package dev.rolecall.admission;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

import io.smallrye.mutiny.Uni;

/// A number of units, bytes or places, that are taken and given back. Whoever finds too few waits in a line.
///
/// A burst may wait for seconds. The line is a standing queue, in the sense of CoDel (RFC 8289), once every wait that
/// ended in the last second was long. It then comes from more load than can be handled, and longer waits would store no
/// more. Newcomers are then refused, unless their own wait would be brief, until one second has passed without a wait.
public final class Gate {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final long NEVER = Long.MIN_VALUE;

    private final long capacity;
    private final int maxLine;
    private final Duration longWait;
    private final Duration briefWait;
    private final Duration maxWait;
    private final LongSupplier nanoTime;
    private final Deque<Waiter> line = new ArrayDeque<>();
    private long taken;
    private long unitsInLine;
    /// Of the last waiter that was let in.
    private double unitsPerNano;
    private long longWaitsSince = NEVER;
    private boolean isStanding;
    private long lastNoticeableWait;

    /// @param maxLine how many may wait
    /// @param longWait if nobody waits less, the line is a standing queue
    /// @param briefWait for newcomers while there is a standing queue
    /// @param maxWait after which a waiter fails
    /// @param nanoTime the clock, as [System#nanoTime]
    public Gate(long capacity, int maxLine, Duration longWait, Duration briefWait, Duration maxWait,
            LongSupplier nanoTime) {
        this.capacity = capacity;
        this.maxLine = maxLine;
        this.longWait = longWait;
        this.briefWait = briefWait;
        this.maxWait = maxWait;
        this.nanoTime = nanoTime;
    }

    /// @param whenTaken is called exactly once, before the taker hears of it, even if the taker has given up meanwhile;
    /// the units have to be given back then
    /// @param ahead units of those before it in the line
    private record Waiter(long units, long ahead, long since, Runnable whenTaken) {}

    /// Takes units, at once or when they are given back. Completes on the thread that gave them back. Fails with
    /// [WaitedTooLong].
    ///
    /// @param units more than the capacity count as all of it
    public Uni<Void> take(long units, Runnable whenTaken) {
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
            var waiter = join(units, () -> {
                whenTaken.run();
                emitter.complete(null);
            });
            emitter.onTermination(() -> leave(waiter));
            letIn().forEach(next -> next.whenTaken.run());
        }).ifNoItem().after(maxWait).failWith(WaitedTooLong::new);
    }

    /// Gives back what was taken.
    public void giveBack(long units) {
        leaveUnits(Math.min(units, capacity)).forEach(next -> next.whenTaken.run());
    }

    /// The units that are taken now.
    public synchronized long taken() {
        return taken;
    }

    /// Whether newcomers should be refused.
    public synchronized boolean isOverloaded() {
        return line.size() >= maxLine || (isStanding() && unitsInLine >= unitsPerNano * briefWait.toNanos());
    }

    private boolean isStanding() {
        var now = nanoTime.getAsLong();
        var first = line.peek();
        var isStuck = first != null && now - first.since > longWait.plus(WINDOW).toNanos();
        var wasLong = longWaitsSince != NEVER && now - longWaitsSince > WINDOW.toNanos();
        var isOver = first == null && now - lastNoticeableWait > WINDOW.toNanos();
        isStanding = (isStanding || isStuck || wasLong) && !isOver;
        return isStanding;
    }

    private synchronized boolean takeNow(long units) {
        if (!line.isEmpty() || taken + units > capacity) {
            return false;
        }
        taken += units;
        longWaitsSince = NEVER;
        return true;
    }

    private synchronized Waiter join(long units, Runnable whenTaken) {
        var waiter = new Waiter(units, unitsInLine, nanoTime.getAsLong(), whenTaken);
        line.add(waiter);
        unitsInLine += units;
        return waiter;
    }

    private synchronized List<Waiter> leaveUnits(long units) {
        taken -= units;
        return letIn();
    }

    private synchronized void leave(Waiter waiter) {
        if (line.remove(waiter)) {
            unitsInLine -= waiter.units;
        }
    }

    private synchronized List<Waiter> letIn() {
        var admitted = new ArrayList<Waiter>();
        for (var next = line.peek(); next != null && taken + next.units <= capacity; next = line.peek()) {
            taken += next.units;
            unitsInLine -= next.units;
            noteWait(next);
            admitted.add(line.remove());
        }
        return admitted;
    }

    private void noteWait(Waiter waiter) {
        var now = nanoTime.getAsLong();
        var waited = now - waiter.since;
        unitsPerNano = (double) (waiter.ahead + waiter.units) / Math.max(1, waited);
        if (waited > briefWait.toNanos() / 2) {
            lastNoticeableWait = now;
        }
        if (waited < longWait.toNanos()) {
            longWaitsSince = NEVER;
        } else if (longWaitsSince == NEVER) {
            longWaitsSince = now;
        }
    }

    /// The units were not given back in time.
    public static final class WaitedTooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        WaitedTooLong() {
            super("waited too long", null, false, false);
        }
    }
}
