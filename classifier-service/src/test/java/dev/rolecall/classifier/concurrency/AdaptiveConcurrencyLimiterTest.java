package dev.rolecall.classifier.concurrency;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.rolecall.classifier.concurrency.AdaptiveConcurrencyLimiter.Entry;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class AdaptiveConcurrencyLimiterTest {
    private static final PauseReason DOWN = new PauseReason("http-503", null);

    private final MutableClock clock = MutableClock.epochUTC();
    private final List<Long> alarms = new ArrayList<>();
    private final AdaptiveConcurrencyLimiter limiter = new AdaptiveConcurrencyLimiter(2, Duration.ofSeconds(5),
            Duration.ofSeconds(15), clock,
            alarms::add);
    private int entered;

    @Test
    void letsInAsManyAsTheLimitAndTheNextWhenOneLeaves() {
        knock(3);
        assertThat(entered).isEqualTo(2);

        limiter.leave();

        assertThat(entered).isEqualTo(3);
    }

    @Test
    void letsNobodyInDuringAPauseAndThenOneAtATime() {
        limiter.pause(null, DOWN);
        knock(3);
        assertThat(entered).isZero();
        assertThat(alarms).containsExactly(5001L);

        clock.add(Duration.ofSeconds(6));
        limiter.wakeUp();

        assertThat(entered).isEqualTo(1);
    }

    @Test
    void letsPassDuringAPauseWhatMayDoWithoutTheProvider() {
        limiter.pause(null, DOWN);
        knock(1);
        var entries = pass(2);

        assertThat(entries).containsExactly(Entry.PASSING, Entry.PASSING);
        assertThat(entered).isZero();
    }

    @Test
    void letsPassWhatWaitsWhenAPauseBegins() {
        knock(2);
        var entries = pass(1);
        assertThat(entries).isEmpty();

        limiter.pause(null, DOWN);

        assertThat(entries).containsExactly(Entry.PASSING);
    }

    @Test
    void letsTheFirstAfterAPauseProbeAndTheOthersPass() {
        limiter.pause(null, DOWN);
        clock.add(Duration.ofSeconds(6));

        assertThat(pass(2)).containsExactly(Entry.ENTERED, Entry.PASSING);
    }

    @Test
    void drainsWhatPasses() throws InterruptedException {
        limiter.pause(null, DOWN);
        pass(1);
        assertThat(limiter.drain(Duration.ZERO)).isEqualTo(1);

        limiter.leavePassing();

        assertThat(limiter.drain(Duration.ZERO)).isZero();
    }

    @Test
    void opensWhenTheProviderAnswers() {
        limiter.pause(null, DOWN);
        knock(3);
        clock.add(Duration.ofSeconds(6));
        limiter.wakeUp();

        limiter.answered();

        assertThat(entered).isEqualTo(2);
        assertThat(limiter.isPaused()).isFalse();
    }

    @Test
    void staysPausedForAnAnswerToWhatWasAskedBefore() {
        limiter.pause(null, DOWN);

        limiter.answered();

        assertThat(limiter.isPaused()).isTrue();
    }

    @Test
    void looksAgainWhereItsAlarmCameEarly() {
        limiter.pause(null, DOWN);
        knock(1);
        alarms.clear();
        clock.add(Duration.ofSeconds(4));

        limiter.alarm();

        assertThat(alarms).containsExactly(1001L);
    }

    @Test
    void pausesTwiceAsLongEachTimeUpToALimit() {
        assertThat(pauseAndWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(pauseAndWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(pauseAndWait()).isEqualTo(Duration.ofSeconds(15));
        assertThat(pauseAndWait()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void countsManyRefusalsOfOneMomentAsOne() {
        limiter.pause(null, DOWN);

        limiter.pause(null, DOWN);

        assertThat(limiter.nextStart()).isEqualTo(clock.instant().plusSeconds(5));
    }

    @Test
    void pausesAsLongAsTheProviderAsks() {
        limiter.pause(Duration.ofMinutes(7), DOWN);

        assertThat(limiter.nextStart()).isEqualTo(clock.instant().plus(Duration.ofMinutes(7)));
    }

    @Test
    void halvesItsLimitEachTimeTheProviderAsksForLessAndRaisesItSlowly() {
        var wide = new AdaptiveConcurrencyLimiter(8, Duration.ofSeconds(5), Duration.ofSeconds(15), clock, alarms::add);

        wide.slowDown(null);
        wide.slowDown(null);
        assertThat(wide.limit()).as("calls of one moment ask once").isEqualTo(4);
        clock.add(Duration.ofSeconds(2));
        wide.slowDown(null);
        assertThat(wide.limit()).isEqualTo(2);

        answers(wide, 2);
        assertThat(wide.limit()).isEqualTo(3);
        answers(wide, 3);
        assertThat(wide.limit()).isEqualTo(4);
        answers(wide, 1000);
        assertThat(wide.limit()).as("never above the ceiling").isEqualTo(8);
    }

    @Test
    void letsNobodyInForAsLongAsTheProviderAsksAndThenFewer() {
        limiter.slowDown(Duration.ofSeconds(7));
        knock(3);
        clock.add(Duration.ofSeconds(6));
        limiter.wakeUp();
        assertThat(entered).isZero();

        clock.add(Duration.ofSeconds(1));
        limiter.wakeUp();

        assertThat(entered).isEqualTo(1);
        assertThat(limiter.isPaused()).isFalse();
    }

    @Test
    void letsNobodyInOnceItDrains() throws InterruptedException {
        knock(1);

        var left = limiter.drain(Duration.ZERO);
        knock(1);

        assertThat(left).isEqualTo(1);
        assertThat(entered).isEqualTo(1);
    }

    private static void answers(AdaptiveConcurrencyLimiter limiter, int count) {
        for (var i = 0; i < count; i++) {
            limiter.answered();
        }
    }

    private List<Entry> pass(int times) {
        var entries = new ArrayList<Entry>();
        for (var i = 0; i < times; i++) {
            limiter.enterOrPass().subscribe().with(entries::add);
        }
        return entries;
    }

    private Duration pauseAndWait() {
        var began = clock.instant();
        limiter.pause(null, DOWN);
        var pause = Duration.between(began, requireNonNull(limiter.nextStart()));
        clock.add(pause);
        return pause;
    }

    private void knock(int times) {
        for (var i = 0; i < times; i++) {
            limiter.enter().subscribe().with(_ -> entered++);
        }
    }
}
