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
        var missing = Stream.concat(
                pricesIn("rolecall.llm.price.").filter(name -> !llm.name().equals(LlmConfig.DEFAULT_NAME)
                        && !isSet(config, name)),
                llm.fallback().filter(fallback -> fallback.price().isEmpty()).stream()
                        .flatMap(_ -> pricesIn("rolecall.llm.fallback.price.")))
                .toList();
        if (budget.isSpendLimited() && !missing.isEmpty()) {
            throw new IllegalStateException(
                    "a limit in US dollars is set, and prices are missing: set %s to what the provider charges, in US dollars per million tokens"
                            .formatted(String.join(", ", missing)));
        }
    }

    private static Stream<String> pricesIn(String group) {
        return Stream.of("input", "cached-input", "output").map(group::concat);
    }

    /// Defaults come from the source with the lowest ordinal.
    private static boolean isSet(Config config, String name) {
        return config.getConfigValue(name).getSourceOrdinal() != Integer.MIN_VALUE;
    }
}
