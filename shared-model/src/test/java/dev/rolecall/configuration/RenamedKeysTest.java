package dev.rolecall.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import dev.rolecall.publishing.PublishingConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class RenamedKeysTest {

    @Test
    void readsASettingUnderItsOldName() {
        var config = config(Map.of("rolecall.outbox.batch", "7"), Map.of());

        assertThat(config.getConfigMapping(PublishingConfig.class).batch()).isEqualTo(7);
    }

    @Test
    void prefersTheNewNameInTheSameSource() {
        var config = config(Map.of("rolecall.outbox.batch", "7", "rolecall.publishing.batch", "8"), Map.of());

        assertThat(config.getConfigMapping(PublishingConfig.class).batch()).isEqualTo(8);
    }

    @Test
    void prefersTheSourceThatOverridesTheOther() {
        var config = config(Map.of("rolecall.publishing.batch", "8"), Map.of("rolecall.outbox.batch", "7"));

        assertThat(config.getConfigMapping(PublishingConfig.class).batch()).isEqualTo(7);
    }

    @Test
    void keepsTheDefaultWhereNeitherNameIsSet() {
        assertThat(config(Map.of(), Map.of()).getConfigMapping(PublishingConfig.class).batch()).isEqualTo(64);
    }

    @Test
    void readsTheOldNameOfTheLlm() {
        assertThat(config(Map.of("rolecall.model", "m"), Map.of()).getValue("rolecall.llm.name", String.class))
                .isEqualTo("m");
    }

    @Test
    void knowsAnOldNameByItsEnvironmentVariable() {
        assertThat(RenamedKeys.oldNameOfVariable("ROLECALL_QUEUE_MAX_IN_FLIGHT"))
                .isEqualTo("rolecall.queue.max-in-flight");
        assertThat(RenamedKeys.oldNameOfVariable("ROLECALL_MODEL")).isEqualTo("rolecall.model");
    }

    private static SmallRyeConfig config(Map<String, String> file, Map<String, String> environment) {
        return new SmallRyeConfigBuilder().withInterceptors(new RenamedKeys())
                .withMapping(PublishingConfig.class)
                .withConverter(java.time.Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withSources(new PropertiesConfigSource(file, "file", 250),
                        new PropertiesConfigSource(environment, "environment", 300))
                .build();
    }
}
