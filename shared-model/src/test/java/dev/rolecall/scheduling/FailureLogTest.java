package dev.rolecall.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class FailureLogTest {
    private final MutableClock clock = MutableClock.epochUTC();
    private final FailureLog log = new FailureLog(clock);

    @Test
    void logsACauseOnceAMinute() {
        assertThat(log.isDue("Connection refused")).isTrue();
        clock.add(Duration.ofSeconds(59));
        assertThat(log.isDue("Connection refused")).isFalse();
        clock.add(Duration.ofSeconds(1));
        assertThat(log.isDue("Connection refused")).isTrue();
    }

    @Test
    void logsAnotherCauseAtOnce() {
        log.isDue("Connection refused");
        clock.add(Duration.ofSeconds(1));

        assertThat(log.isDue("permission denied")).isTrue();
    }
}
