package dev.rolecall.classifier.llm;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/// The configuration of an LLM, with the defaults.
public final class TestLlmConfig {
    private TestLlmConfig() {}

    /// With the model `m`.
    ///
    /// @param settings by the keys below `rolecall.llm.`
    public static LlmConfig of(Map<String, String> settings) {
        var values = new HashMap<>(Map.of("rolecall.llm.name", "m", "rolecall.llm.api-key", "k"));
        settings.forEach((key, value) -> values.put("rolecall.llm." + key, value));
        return read(values);
    }

    /// @param values by their whole keys
    static LlmConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder().withMapping(LlmConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(LlmConfig.class);
    }
}
