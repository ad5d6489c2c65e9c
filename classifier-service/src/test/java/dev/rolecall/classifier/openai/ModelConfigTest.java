package dev.rolecall.classifier.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class ModelConfigTest {

    @Test
    void readsEveryKey() {
        var config = read(Map.of("rolecall.model.name", "m", "rolecall.model.api-key", "k"));

        assertThat(config.name()).isEqualTo("m");
        assertThat(config.apiKey()).isEqualTo("k");
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.reasoningEffort()).isEmpty();
        assertThat(
                read(Map.of("rolecall.model.name", "m", "rolecall.model.api-key", "k", "rolecall.model.timeout", "9s",
                        "rolecall.model.reasoning-effort", "low")).reasoningEffort())
                .contains("low");
    }

    @Test
    void hasNoDefaultForASecret() {
        assertThatThrownBy(() -> read(Map.of("rolecall.model.name", "m")))
                .hasMessageContaining("rolecall.model.api-key");
    }

    private static ModelConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder().withMapping(ModelConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(ModelConfig.class);
    }
}
