package dev.rolecall.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final Hands clock = new Hands();
    private final CircuitBreaker breaker = new CircuitBreaker(3, Duration.ofSeconds(5), clock);

    @Test
    void staysClosedUntilThreeFailuresInARow() {
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();

        assertThat(breaker.isClosed()).isTrue();
        assertThat(breaker.admit(100)).isEqualTo(100);
    }

    @Test
    void letsOneProbeThroughAPauseWhenOpen() {
        open();

        assertThat(breaker.admit(100)).isZero();
        clock.move(Duration.ofSeconds(5));
        assertThat(breaker.admit(100)).isEqualTo(1);
        assertThat(breaker.admit(100)).isZero();
    }

    @Test
    void closesWhenAProbeSucceeds() {
        open();

        breaker.succeeded();

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void waitsAgainWhenAProbeFails() {
        open();
        clock.move(Duration.ofSeconds(5));
        breaker.admit(1);

        breaker.failed();

        clock.move(Duration.ofSeconds(4));
        assertThat(breaker.admit(1)).isZero();
    }

    private void open() {
        for (var i = 0; i < 3; i++) {
            breaker.failed();
        }
    }

    private static final class Hands extends Clock {
        private Instant now = Instant.EPOCH;

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
