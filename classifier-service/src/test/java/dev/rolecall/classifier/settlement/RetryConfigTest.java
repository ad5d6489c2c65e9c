package dev.rolecall.classifier.settlement;

import static dev.rolecall.classifier.TestConfig.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class RetryConfigTest {

    @Test
    void hasDefaults() {
        var config = read(RetryConfig.class, Map.of());

        assertThat(config.delays()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(30),
                Duration.ofMinutes(2), Duration.ofMinutes(10));
    }

    @Test
    void readsEveryKey() {
        var config = read(RetryConfig.class, Map.of("rolecall.settlement.delays", "1s,2s,3s,4s"));

        assertThat(config.delays()).hasSize(4).last().isEqualTo(Duration.ofSeconds(4));
    }
}
