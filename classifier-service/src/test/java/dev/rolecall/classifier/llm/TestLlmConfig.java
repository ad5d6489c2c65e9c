package dev.rolecall.classifier.llm;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import dev.rolecall.classifier.TestConfig;
import dev.rolecall.classifier.llm.provider.ProviderSettings;

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

    /// A provider `host` with this model.
    ///
    /// @param settings as in [#of]
    public static ProviderSettings provider(String model, Map<String, String> settings) {
        var named = new HashMap<>(settings);
        named.put("name", model);
        return ProviderSettings.first(of(named), URI.create("http://host/v1"));
    }

    /// @param values by their whole keys
    static LlmConfig read(Map<String, String> values) {
        return TestConfig.read(LlmConfig.class, values);
    }
}
