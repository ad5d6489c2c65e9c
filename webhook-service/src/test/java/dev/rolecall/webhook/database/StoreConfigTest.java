package dev.rolecall.webhook.database;

import static dev.rolecall.webhook.TestConfig.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class StoreConfigTest {

    @Test
    void hasDefaults() {
        var config = read(StoreConfig.class, Map.of());

        assertThat(config.silenceTimeout()).isEqualTo(Duration.ofMillis(1800));
        assertThat(config.busyTimeout()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void readsEveryKey() {
        var config = read(StoreConfig.class,
                Map.of("rolecall.database.silence-timeout", "5s", "rolecall.database.busy-timeout", "6s"));

        assertThat(config.silenceTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.busyTimeout()).isEqualTo(Duration.ofSeconds(6));
    }
}
