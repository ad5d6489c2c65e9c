package dev.rolecall.classifier.llm.call;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.llm.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// Measurements of LLM calls. Each metric is also published under the name it had in version 0.1, without a timer's
/// maximum; version 0.3 removes these names.
@ApplicationScoped
public class LlmMetrics {
    private static final String PREFIX = "rolecall.llm.";
    private static final String OLD_PREFIX = "rolecall.model.";
    private static final String CALL = PREFIX + "call";
    private static final String TOKENS = PREFIX + "tokens";
    private static final String COST = PREFIX + "cost.usd";
    private static final String FIRST_PAUSED = PREFIX + "first.paused";
    private static final String REPAIRS = PREFIX + "repairs";

    private final MeterRegistry metrics;

    LlmMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        metrics.config().onMeterAdded(this::publishUnderOldName);
    }

    /// @param provider its host
    /// @param outcome `answered`, or the code of the failure
    void called(String provider, String outcome, Duration took) {
        Timer.builder(CALL).description("Time of one LLM call").tags("provider", provider, "outcome", outcome)
                .register(metrics).record(took);
    }

    public void used(Usage usage) {
        tokens("input", usage.inputTokens() - usage.cachedTokens());
        tokens("cached", usage.cachedTokens());
        tokens("output", usage.outputTokens());
        Counter.builder(COST)
                .description("Cost of the LLM in US dollars, by the configured prices")
                .register(metrics)
                .increment(usage.costUsd().doubleValue());
    }

    private void tokens(String kind, int count) {
        Counter.builder(TOKENS)
                .description("Tokens that the LLM has used")
                .tag("kind", kind)
                .register(metrics)
                .increment(count);
    }

    /// Where there is a second provider.
    public void watchFirst(BooleanSupplier isPaused) {
        Gauge.builder(FIRST_PAUSED, () -> isPaused.getAsBoolean() ? 1 : 0)
                .description("1 while the first provider fails for every call and questions go to the fallback")
                .register(metrics);
    }

    /// A second question about the same transcript, after an answer that cannot be used or has unsupported claims.
    public void repaired() {
        Counter.builder(REPAIRS)
                .description("Questions that were repeated because the answer was unreadable or unsupported")
                .register(metrics)
                .increment();
    }

    private void publishUnderOldName(Meter meter) {
        var id = meter.getId();
        if (!id.getName().startsWith(PREFIX)) {
            return;
        }
        var oldName = OLD_PREFIX + id.getName().substring(PREFIX.length());
        var deprecated = "Deprecated: renamed to " + id.getName();
        if (meter instanceof Timer timer) {
            FunctionTimer.builder(oldName, timer, Timer::count, it -> it.totalTime(TimeUnit.NANOSECONDS),
                    TimeUnit.NANOSECONDS).description(deprecated).tags(id.getTags()).register(metrics);
        }
        if (meter instanceof Counter counter) {
            FunctionCounter.builder(oldName, counter, Counter::count)
                    .description(deprecated)
                    .tags(id.getTags())
                    .register(metrics);
        }
    }
}
