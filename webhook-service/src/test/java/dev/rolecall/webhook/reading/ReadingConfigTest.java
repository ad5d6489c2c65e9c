package dev.rolecall.webhook.reading;

import static dev.rolecall.webhook.TestConfig.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class ReadingConfigTest {

    @Test
    void hasDefaults() {
        var config = read(ReadingConfig.class, Map.of());

        assertThat(config.maxBodySize().asLongValue()).isEqualTo(64 * 1024 * 1024);
        assertThat(config.smallBodies().asLongValue()).isEqualTo(24 * 1024 * 1024);
        assertThat(config.largeBodies().asLongValue()).isEqualTo(48 * 1024 * 1024);
        assertThat(config.workPerCore()).isEqualTo(16);
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void readsEveryKey() {
        var config = read(ReadingConfig.class,
                Map.of("rolecall.reading.max-body-size", "1M", "rolecall.reading.small-bodies", "2K",
                        "rolecall.reading.large-bodies", "3K", "rolecall.reading.work-per-core", "5",
                        "rolecall.reading.timeout", "4s"));

        assertThat(config.maxBodySize().asLongValue()).isEqualTo(1024 * 1024);
        assertThat(config.smallBodies().asLongValue()).isEqualTo(2 * 1024);
        assertThat(config.largeBodies().asLongValue()).isEqualTo(3 * 1024);
        assertThat(config.workPerCore()).isEqualTo(5);
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(4));
    }
}
