package dev.rolecall.classifier.llm.provider;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import dev.rolecall.classifier.llm.LlmConfig;

/// The configuration of the second provider: what it has of its own, the times of the first, and no tuning, which would be
/// that of another model.
record FallbackConfig(LlmConfig first, Fallback own) implements LlmConfig {
    private record Charge(BigDecimal input, BigDecimal cachedInput, BigDecimal output) implements Price {
        private Charge(FallbackPrice price) {
            this(price.input(), price.cachedInput(), price.output());
        }
    }

    @Override
    public String name() {
        return own.name();
    }

    @Override
    public String apiKey() {
        return own.apiKey();
    }

    @Override
    public Price price() {
        return own.price().<Price>map(Charge::new).orElseGet(first::price);
    }

    @Override
    public Duration timeout() {
        return first.timeout();
    }

    @Override
    public Duration longestRetryAfter() {
        return first.longestRetryAfter();
    }

    @Override
    public int maxAnswerTokens() {
        return first.maxAnswerTokens();
    }

    @Override
    public Optional<KeyHeader> keyHeader() {
        return Optional.empty();
    }

    @Override
    public Optional<String> reasoningEffort() {
        return Optional.empty();
    }

    @Override
    public OptionalDouble temperature() {
        return OptionalDouble.empty();
    }

    @Override
    public Optional<AnswerFormat> answerFormat() {
        return Optional.empty();
    }

    @Override
    public Optional<AnswerLimit> answerLimit() {
        return Optional.empty();
    }

    @Override
    public Optional<Fallback> fallback() {
        return Optional.empty();
    }

    @Override
    public Map<String, Set<Rank>> denied() {
        return first.denied();
    }
}
