package dev.rolecall.classifier.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class ConsumerConfigTest {

    @Test
    void hasDefaultsForEverything() {
        var config = read(Map.of());

        assertThat(config.maxInFlight()).isEqualTo(64);
        assertThat(config.maxHeld()).isEqualTo(1000);
        assertThat(config.delays()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofMinutes(10));
        assertThat(config.firstPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.longestPause()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.illAfter()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void readsEveryKey() {
        var config = read(Map.of("rolecall.queue.max-in-flight", "2", "rolecall.queue.max-held", "3",
                "rolecall.queue.delays", "1s,2s,3s,4s", "rolecall.queue.first-pause", "5s",
                "rolecall.queue.longest-pause", "6s", "rolecall.queue.drain", "7s", "rolecall.queue.ill-after", "8s"));

        assertThat(config.maxInFlight()).isEqualTo(2);
        assertThat(config.maxHeld()).isEqualTo(3);
        assertThat(config.delays()).hasSize(4).last().isEqualTo(Duration.ofSeconds(4));
        assertThat(config.firstPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.longestPause()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.illAfter()).isEqualTo(Duration.ofSeconds(8));
    }

    private static ConsumerConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder().withMapping(ConsumerConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(ConsumerConfig.class);
    }
}
