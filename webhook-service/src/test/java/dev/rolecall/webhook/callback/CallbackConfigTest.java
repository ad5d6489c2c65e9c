package dev.rolecall.webhook.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class CallbackConfigTest {

    @Test
    void hasDefaults() {
        var config = read(Map.of());

        assertThat(config.maxBodySize().asLongValue()).isEqualTo(64 * 1024 * 1024);
        assertThat(config.largeBodySize().asLongValue()).isEqualTo(2 * 1024 * 1024);
        assertThat(config.largeBodiesAtOnce()).isEqualTo(4);
        assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.silenceTimeout()).isEqualTo(Duration.ofMillis(1800));
        assertThat(config.busyTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void hasKeysOfTheseNames() {
        var config = read(Map.of("rolecall.callback.max-body-size", "1M", "rolecall.callback.large-body-size", "2K",
                "rolecall.callback.large-bodies-at-once", "3", "rolecall.callback.read-timeout", "4s",
                "rolecall.callback.silence-timeout", "5s", "rolecall.callback.busy-timeout", "6s",
                "rolecall.callback.retry-after", "7s"));

        assertThat(config.maxBodySize().asLongValue()).isEqualTo(1024 * 1024);
        assertThat(config.largeBodySize().asLongValue()).isEqualTo(2 * 1024);
        assertThat(config.largeBodiesAtOnce()).isEqualTo(3);
        assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.silenceTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.busyTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    private static CallbackConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder().withMapping(CallbackConfig.class)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(CallbackConfig.class);
    }
}
