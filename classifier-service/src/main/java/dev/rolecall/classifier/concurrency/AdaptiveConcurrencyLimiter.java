package dev.rolecall.classifier.concurrency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongConsumer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/// How many jobs are worked on at once: no more than the ceiling, and no faster than the provider allows. Each time it
/// asks for less, half as many; then one more for every round of answers (AIMD, as TCP does it). After it said no to
/// everybody, none for a while, then one at a time to see whether it answers again; after a stop, none.
///
/// Whoever enters has to leave. Those who wait hold their record, uncommitted, and no claim.
public class AdaptiveConcurrencyLimiter {
    /// Calls that were under way when the provider asked for less ask for nothing more.
    private static final Duration BETWEEN_DECREASES = Duration.ofSeconds(1);

    private final int ceiling;
    private final Duration firstPause;
    private final Duration longestPause;
    private final Clock clock;
    private final LongConsumer wakeUpAfterMillis;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int inside;
    private boolean isStopping;
    private int limit;
    private int answersSinceLastIncrease;
    private @Nullable Instant lastDecrease;
    private @Nullable Instant heldUntil;
    private @Nullable Instant pausedUntil;
    private Duration nextPause;
    private Instant lastLeft;

    /// @param wakeUpAfterMillis arranges for a call of [#wakeUp] later
    AdaptiveConcurrencyLimiter(int ceiling, Duration firstPause, Duration longestPause, Clock clock,
            LongConsumer wakeUpAfterMillis) {
        this.ceiling = ceiling;
        this.limit = ceiling;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.nextPause = firstPause;
        this.clock = clock;
        this.wakeUpAfterMillis = wakeUpAfterMillis;
        this.lastLeft = clock.instant();
    }

    /// Completes when there is room, on the Vert.x context of the caller.
    public Uni<Void> enter() {
        return Uni.createFrom().<Void>emitter(this::await);
    }

    private void await(UniEmitter<? super Void> entry) {
        var context = Vertx.currentContext();
        synchronized (this) {
            waiting.addLast(context == null
                    ? () -> entry.complete(null)
                    : () -> context.runOnContext(_ -> entry.complete(null)));
        }
        wakeUp();
    }

    /// The provider answered: a pause that has been waited for is over, and in time one more may enter. Answers to what was
    /// asked before a pause say nothing about it.
    public void answered() {
        synchronized (this) {
            if (pausedUntil != null && !clock.instant().isBefore(pausedUntil)) {
                pausedUntil = null;
                nextPause = firstPause;
            }
            answersSinceLastIncrease++;
            if (answersSinceLastIncrease >= limit && limit < ceiling) {
                limit++;
                answersSinceLastIncrease = 0;
            }
        }
        wakeUp();
    }

    /// The provider asks for less.
    ///
    /// @param atLeast for how long it wants no more at all; null if it did not say
    /// @return when the next job may try
    public synchronized Instant slowDown(@Nullable Duration atLeast) {
        var now = clock.instant();
        if (lastDecrease == null || !now.isBefore(lastDecrease.plus(BETWEEN_DECREASES))) {
            limit = Math.max(1, limit / 2);
            lastDecrease = now;
            answersSinceLastIncrease = 0;
        }
        var until = now.plus(atLeast == null ? BETWEEN_DECREASES : atLeast);
        heldUntil = heldUntil == null || heldUntil.isBefore(until) ? until : heldUntil;
        wakeUpAt(heldUntil, now);
        return heldUntil;
    }

    /// The provider said no to everybody.
    ///
    /// @param atLeast how long it asked us to wait; null if it did not say
    /// @return when the next job may try
    public synchronized Instant pause(@Nullable Duration atLeast) {
        var now = clock.instant();
        if (pausedUntil == null || !now.isBefore(pausedUntil)) {
            pausedUntil = now.plus(nextPause);
            nextPause = nextPause.multipliedBy(2).compareTo(longestPause) < 0
                    ? nextPause.multipliedBy(2)
                    : longestPause;
        }
        if (atLeast != null && pausedUntil.isBefore(now.plus(atLeast))) {
            pausedUntil = now.plus(atLeast);
        }
        wakeUpAt(pausedUntil, now);
        return pausedUntil;
    }

    private void wakeUpAt(Instant then, Instant now) {
        wakeUpAfterMillis.accept(Math.max(1, Duration.between(now, then).toMillis() + 1));
    }

    public void leave() {
        synchronized (this) {
            inside--;
            lastLeft = clock.instant();
            notifyAll();
        }
        wakeUp();
    }

    /// When the time that was arranged for has come, by a clock that may differ from ours.
    void alarm() {
        wakeUp();
        synchronized (this) {
            var now = clock.instant();
            var then = later(heldUntil, pausedUntil);
            if (!waiting.isEmpty() && then != null && now.isBefore(then)) {
                wakeUpAt(then, now);
            }
        }
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    /// Lets in whoever may enter now.
    void wakeUp() {
        for (var next = admitted(); next != null; next = admitted()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable admitted() {
        if (waiting.isEmpty() || !mayEnter()) {
            return null;
        }
        if (inside == 0) {
            lastLeft = clock.instant();
        }
        inside++;
        return waiting.pollFirst();
    }

    private boolean mayEnter() {
        var now = clock.instant();
        if (isStopping || (heldUntil != null && now.isBefore(heldUntil))) {
            return false;
        }
        return pausedUntil == null ? inside < limit : inside == 0 && !now.isBefore(pausedUntil);
    }

    synchronized boolean isPaused() {
        return pausedUntil != null;
    }

    /// How many may be inside now, at most the ceiling.
    synchronized int limit() {
        return limit;
    }

    synchronized int inside() {
        return inside;
    }

    /// How long somebody has been inside without anybody leaving; zero if nobody is.
    synchronized Duration stuckFor() {
        return inside == 0 ? Duration.ZERO : Duration.between(lastLeft, clock.instant());
    }

    /// Lets nobody in any more, and waits until those inside have left.
    ///
    /// @return how many are still inside after so long
    synchronized int drain(Duration longest) throws InterruptedException {
        isStopping = true;
        var end = clock.instant().plus(longest);
        for (var now = clock.instant(); inside > 0 && now.isBefore(end); now = clock.instant()) {
            wait(Math.max(1, Duration.between(now, end).toMillis()));
        }
        return inside;
    }
}
