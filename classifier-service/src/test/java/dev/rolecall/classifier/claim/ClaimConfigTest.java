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
    }

    @Test
    void readsEveryKey() {
        var config = read(ClaimConfig.class, Map.of("rolecall.claim.lease", "7s"));

        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(7));
    }
}
