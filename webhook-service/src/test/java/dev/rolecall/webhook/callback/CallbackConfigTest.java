package dev.rolecall.webhook.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class CallbackConfigTest {

    @Test
    void hasDefaultsForAllButTheCredentials() {
        var config = read(Map.of("rolecall.callback.username", "u", "rolecall.callback.password", "p"));

        assertThat(config.username()).isEqualTo("u");
        assertThat(config.password()).isEqualTo("p");
        assertThat(config.maxBodySize().asLongValue()).isEqualTo(64 * 1024 * 1024);
        assertThat(config.silenceTimeout()).isEqualTo(Duration.ofMillis(1800));
        assertThat(config.busyTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void namesTheKeyThatIsMissing() {
        assertThatThrownBy(() -> read(Map.of("rolecall.callback.username", "u")))
                .hasMessageContaining("rolecall.callback.password");
    }

    private static CallbackConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder().withMapping(CallbackConfig.class)
                .withConverter(io.quarkus.runtime.configuration.MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(CallbackConfig.class);
    }
}
