package dev.rolecall.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

class FailureLogTest {
    private final Hands clock = new Hands();
    private final FailureLog log = new FailureLog(clock);

    @Test
    void logsACauseOnceAMinute() {
        assertThat(log.isDue("Connection refused")).isTrue();
        clock.move(Duration.ofSeconds(59));
        assertThat(log.isDue("Connection refused")).isFalse();
        clock.move(Duration.ofSeconds(1));
        assertThat(log.isDue("Connection refused")).isTrue();
    }

    @Test
    void logsAnotherCauseAtOnce() {
        log.isDue("Connection refused");
        clock.move(Duration.ofSeconds(1));

        assertThat(log.isDue("permission denied")).isTrue();
    }

    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-11-20T09:15:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
