package dev.rolecall.classifier.budget;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

import io.smallrye.config.ConfigMapping;

/// Limits on what all pods together spend on the model. Without one, nothing is looked up before a call.
@ConfigMapping(prefix = "rolecall.budget")
interface BudgetConfig {
    /// Input and output together, by the clock's minute. A single larger call is let through alone.
    OptionalLong tokensPerMinute();

    /// By the configured prices and the day in UTC.
    Optional<BigDecimal> usdPerDay();
}
