package dev.rolecall.classifier.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class BudgetConfigTest {

    @Test
    void limitsNothingUnlessToldTo() {
        assertThat(read(Map.of()).tokensPerMinute()).isEmpty();
        assertThat(read(Map.of()).usdPerDay()).isEmpty();
        assertThat(read(Map.of()).usdPerDayByTag()).isEmpty();
    }

    @Test
    void readsEveryKey() {
        var config = read(Map.of("rolecall.budget.tokens-per-minute", "90000", "rolecall.budget.usd-per-day", "12.50",
                "rolecall.budget.usd-per-day-by-tag.\"a tag\"", "3"));

        assertThat(config.tokensPerMinute()).hasValue(90_000);
        assertThat(config.usdPerDay()).contains(new BigDecimal("12.50"));
        assertThat(config.usdPerDayByTag()).containsOnly(Map.entry("a tag", new BigDecimal("3")));
    }

    private static BudgetConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder().withMapping(BudgetConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(BudgetConfig.class);
    }
}
