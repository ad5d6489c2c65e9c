package dev.rolecall.classifier.consumer;

import static dev.rolecall.classifier.TestConfig.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class ConsumerConfigTest {

    @Test
    void hasDefaults() {
        var config = read(ConsumerConfig.class, Map.of());

        assertThat(config.maxHeld()).isEqualTo(1000);
    }

    @Test
    void readsEveryKey() {
        var config = read(ConsumerConfig.class, Map.of("rolecall.consumer.max-held", "3"));

        assertThat(config.maxHeld()).isEqualTo(3);
    }
}
