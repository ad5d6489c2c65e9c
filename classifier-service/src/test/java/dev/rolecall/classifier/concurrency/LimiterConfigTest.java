package dev.rolecall.classifier.concurrency;

import static dev.rolecall.classifier.TestConfig.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class LimiterConfigTest {

    @Test
    void hasDefaults() {
        var config = read(LimiterConfig.class, Map.of());

        assertThat(config.maxInFlight()).isEqualTo(64);
        assertThat(config.firstPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.longestPause()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.illAfter()).isEmpty();
    }

    @Test
    void readsEveryKey() {
        var config = read(LimiterConfig.class,
                Map.of("rolecall.concurrency.max-in-flight", "2", "rolecall.concurrency.first-pause", "5s",
                        "rolecall.concurrency.longest-pause", "6s", "rolecall.concurrency.drain", "7s",
                        "rolecall.concurrency.ill-after", "8s"));

        assertThat(config.maxInFlight()).isEqualTo(2);
        assertThat(config.firstPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.longestPause()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.illAfter()).contains(Duration.ofSeconds(8));
    }
}
