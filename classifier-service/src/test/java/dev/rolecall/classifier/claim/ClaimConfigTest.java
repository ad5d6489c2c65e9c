package dev.rolecall.classifier.claim;

import static dev.rolecall.classifier.TestConfig.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class ClaimConfigTest {

    @Test
    void hasDefaults() {
        var config = read(ClaimConfig.class, Map.of());

        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.memory().asLongValue()).isEqualTo(96 * 1024 * 1024);
    }

    @Test
    void readsEveryKey() {
        var config = read(ClaimConfig.class, Map.of("rolecall.claim.lease", "7s", "rolecall.claim.memory", "1K"));

        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.memory().asLongValue()).isEqualTo(1024);
    }
}
