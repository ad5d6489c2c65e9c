package dev.rolecall.classifier.budget;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.smallrye.config.ConfigMapping;

/// Limits on what all pods together spend on the LLM. Without a limit, no statement is executed before a call.
@ConfigMapping(prefix = "rolecall.budget")
interface BudgetConfig {
    /// Tokens per calendar minute, input and output together. A single larger call is allowed as the first of its
    /// minute.
    OptionalLong tokensPerMinute();

    /// US dollars per day in UTC, by `rolecall.llm.price.*`, which must be set for another model than the default one.
    Optional<BigDecimal> usdPerDay();

    /// US dollars per day in UTC for the transcripts with a tag, beside the limit for all:
    /// `rolecall.budget.usd-per-day-by-tag."import"=20`. Jobs beyond it wait, and others go on. The case of a tag does not matter.
    Map<String, BigDecimal> usdPerDayByTag();
}
