package dev.rolecall.classifier.llm.client;

import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.budget.Budget;
import dev.rolecall.classifier.llm.LlmConfig;
import io.quarkus.runtime.Startup;
import org.eclipse.microprofile.config.Config;

/// A spend limit is counted in prices, and the default prices are those of one model: with another, a limit that looks
/// right would be wrong by any factor. So the pod does not start until the prices are set.
@Startup
@ApplicationScoped
final class CheckPrices {
    CheckPrices(LlmConfig llm, Budget budget, Config config) {
        var missing = Stream.of("input", "cached-input", "output")
                .map("rolecall.llm.price."::concat)
                .filter(name -> !isSet(config, name))
                .toList();
        if (budget.isSpendLimited() && !llm.name().equals(LlmConfig.DEFAULT_NAME) && !missing.isEmpty()) {
            throw new IllegalStateException(
                    "rolecall.budget.usd-per-day is set, and the default prices are not those of %s: set %s to what the provider charges, in US dollars per million tokens"
                            .formatted(llm.name(), String.join(", ", missing)));
        }
    }

    /// Defaults come from the source with the lowest ordinal.
    private static boolean isSet(Config config, String name) {
        return config.getConfigValue(name).getSourceOrdinal() != Integer.MIN_VALUE;
    }
}
