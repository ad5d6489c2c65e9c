package dev.rolecall.classifier.concurrency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/// AIMD limiter of the jobs in flight. A 429 halves the limit; each full round of answers adds one. A provider-wide
/// failure stops all calls, then allows one probe at a time. After shutdown has begun, no job enters.
///
/// Every job that enters must leave. A job that waits holds its uncommitted record and no claim. A job that can do without
/// the provider may pass while the others wait.
public class AdaptiveConcurrencyLimiter {
    /// 429s from calls already in flight do not halve the limit again.
    private static final Duration BETWEEN_DECREASES = Duration.ofSeconds(1);

    private final int ceiling;
    private final Duration firstPause;
    private final Duration longestPause;
    private final Clock clock;
    private final LongConsumer wakeUpAfterMillis;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int inFlight;
    /// Jobs that passed during a pause. They make no calls, so they count in no limit.
    private int passing;
    private boolean isStopping;
    private int limit;
    private int answersSinceLastIncrease;
    private @Nullable Instant lastDecrease;
    private @Nullable Instant heldUntil;
    private @Nullable Instant pausedUntil;
    private PauseReason pauseReason = PauseReason.NONE;
    private Duration nextPause;

    /// @param wakeUpAfterMillis schedules a call of [#alarm]
    AdaptiveConcurrencyLimiter(int ceiling, Duration firstPause, Duration longestPause, Clock clock,
            LongConsumer wakeUpAfterMillis) {
        this.ceiling = ceiling;
        this.limit = ceiling;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.nextPause = firstPause;
        this.clock = clock;
        this.wakeUpAfterMillis = wakeUpAfterMillis;
    }

    /// What a job may do.
    public enum Entry {
        /// Everything. It leaves by [#leave].
        ENTERED,
        /// What needs no call to the provider, because the provider is away. It leaves by [#leavePassing].
        PASSING
    }

    /// @param mayPass whether it need not wait for the end of a pause
    private record Waiting(Consumer<Entry> entry, boolean mayPass) {}

    /// Completes when the job may run, on the Vert.x context of the caller.
    public Uni<Entry> enter() {
        return Uni.createFrom().<Entry>emitter(entry -> await(entry, false, waiting::addLast));
    }

    /// The same, ahead of all waiting jobs, because a caller waits for the result.
    public Uni<Entry> enterFirst() {
        return Uni.createFrom().<Entry>emitter(entry -> await(entry, false, waiting::addFirst));
    }

    /// The same, but does not wait for the end of a pause.
    public Uni<Entry> enterOrPass() {
        return Uni.createFrom().<Entry>emitter(entry -> await(entry, true, waiting::addLast));
    }

    private void await(UniEmitter<? super Entry> entry, boolean mayPass, Consumer<Waiting> add) {
        var context = Vertx.currentContext();
        synchronized (this) {
            add.accept(new Waiting(context == null
                    ? entry::complete
                    : as -> context.runOnContext(_ -> entry.complete(as)), mayPass));
        }
        wakeUp();
    }

    /// The provider answered. A pause whose time has passed ends; an answer to a call from before the pause does not
    /// end it.
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

    /// The provider asks for fewer calls.
    ///
    /// @param atLeast the provider's Retry-After; null if there is none
    public synchronized void slowDown(@Nullable Duration atLeast) {
        var now = clock.instant();
        if (lastDecrease == null || !now.isBefore(lastDecrease.plus(BETWEEN_DECREASES))) {
            limit = Math.max(1, limit / 2);
            lastDecrease = now;
            answersSinceLastIncrease = 0;
        }
        var until = now.plus(atLeast == null ? BETWEEN_DECREASES : atLeast);
        heldUntil = heldUntil == null || heldUntil.isBefore(until) ? until : heldUntil;
        wakeUpAt(heldUntil, now);
    }

    /// The provider fails for every call.
    ///
    /// @param atLeast the provider's Retry-After; null if there is none
    public void pause(@Nullable Duration atLeast, PauseReason why) {
        beginPause(atLeast, why);
        wakeUp();
    }

    private synchronized void beginPause(@Nullable Duration atLeast, PauseReason why) {
        var now = clock.instant();
        pauseReason = why;
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
    }

    private void wakeUpAt(Instant then, Instant now) {
        wakeUpAfterMillis.accept(Math.max(1, Duration.between(now, then).toMillis() + 1));
    }

    public void leave() {
        synchronized (this) {
            inFlight--;
            notifyAll();
        }
        wakeUp();
    }

    /// For a job that passed during a pause.
    public synchronized void leavePassing() {
        passing--;
        notifyAll();
    }

    /// Called when a scheduled time has come, by a timer whose clock may differ from ours.
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

    /// Admits every waiting job that may run now.
    void wakeUp() {
        for (var next = admitted(); next != null; next = admitted()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable admitted() {
        if (waiting.isEmpty()) {
            return null;
        }
        if (mayEnter()) {
            inFlight++;
            var next = waiting.removeFirst();
            return () -> next.entry().accept(Entry.ENTERED);
        }
        return pausedUntil == null || isStopping ? null : passed();
    }

    private @Nullable Runnable passed() {
        var passes = waiting.stream().filter(Waiting::mayPass).findFirst();
        passes.ifPresent(next -> {
            waiting.removeFirstOccurrence(next);
            passing++;
        });
        return passes.<Runnable>map(next -> () -> next.entry().accept(Entry.PASSING)).orElse(null);
    }

    private boolean mayEnter() {
        var now = clock.instant();
        if (isStopping || (heldUntil != null && now.isBefore(heldUntil))) {
            return false;
        }
        return pausedUntil == null ? inFlight < limit : inFlight == 0 && !now.isBefore(pausedUntil);
    }

    /// When the next job may run; null, or an instant that has passed, if jobs may run now.
    public synchronized @Nullable Instant nextStart() {
        return later(heldUntil, pausedUntil);
    }

    public synchronized boolean isPaused() {
        return pausedUntil != null;
    }

    /// Of the pause; [PauseReason#NONE] if there is none.
    synchronized PauseReason pauseReason() {
        return isPaused() ? pauseReason : PauseReason.NONE;
    }

    /// What the limiter does now.
    ///
    /// @param waiting jobs that have not begun, and hold no claim
    /// @param pause why there is a pause; null if there is none
    /// @param nextStart when the next job may run; null, or an instant that has passed, if jobs may run now
    public record State(int limit, int inFlight, int waiting, @Nullable PauseReason pause, @Nullable Instant nextStart) {}

    public synchronized State state() {
        return new State(limit, inFlight, waiting.size(), isPaused() ? pauseReason : null, nextStart());
    }

    /// The current limit, at most the ceiling.
    synchronized int limit() {
        return limit;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    /// Admits no more jobs, and waits for those in flight.
    ///
    /// @return how many are still in flight after `longest`
    synchronized int drain(Duration longest) throws InterruptedException {
        isStopping = true;
        var end = clock.instant().plus(longest);
        for (var now = clock.instant(); inFlight + passing > 0 && now.isBefore(end); now = clock.instant()) {
            wait(Math.max(1, Duration.between(now, end).toMillis()));
        }
        return inFlight + passing;
    }
}
