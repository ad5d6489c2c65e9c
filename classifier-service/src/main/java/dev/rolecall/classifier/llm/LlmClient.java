package dev.rolecall.classifier.llm;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.budget.Budget;
import dev.rolecall.classifier.llm.LlmConfig.KeyHeader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// Asks the model one question, within the budget. Fails with [LlmException] only.
@ApplicationScoped
public class LlmClient {
    /// More than a usual answer.
    private static final int USUAL_ANSWER_TOKENS = 300;

    private final ChatCompletions completions;
    private final LlmConfig config;
    private final OutageDetector recentCalls;
    private final Budget budget;
    private final ReadCompletion read;
    private final MeterRegistry metrics;

    LlmClient(@RestClient ChatCompletions completions, LlmConfig config, OutageDetector recentCalls, Budget budget,
            MeterRegistry metrics) {
        this.completions = completions;
        this.config = config;
        this.recentCalls = recentCalls;
        this.budget = budget;
        this.read = new ReadCompletion(config);
        this.metrics = metrics;
    }

    public Uni<Answer> ask(Question question) {
        var request = ChatRequest.of(question, config);
        var tokens = request.roughTokens() + USUAL_ANSWER_TOKENS;
        var wanted = new Budget.Amount(tokens, read.cost(request.roughTokens(), 0, USUAL_ANSWER_TOKENS));
        return budget.reserve(wanted)
                .chain(reservation -> switch (reservation) {
                    case Budget.Reserved reserved -> call(question.clientRequestId(), request, reserved);
                    case Budget.Refused(var code, var after) -> Uni.createFrom().failure(new LlmException(
                            new JobFailure.Pause(code, "the configured budget is used up", null, after)));
                });
    }

    private Uni<Answer> call(String clientRequestId, ChatRequest request, Budget.Reserved reserved) {
        var began = Timer.start(metrics);
        var isBearer = config.keyHeader() == KeyHeader.BEARER;
        return completions
                .create(isBearer ? "Bearer " + config.apiKey() : null, isBearer ? null : config.apiKey(),
                        clientRequestId, request)
                .ifNoItem().after(config.timeout()).fail()
                .map(read::from)
                .onFailure().transform(LlmClient::sorted)
                .onItemOrFailure().invoke((answer, failure) -> note(failure, began))
                .onItemOrFailure().call((answer, failure) -> settle(reserved, answer, failure))
                .onFailure(LlmException.class).transform(this::pauseInAnOutage);
    }

    private void note(@Nullable Throwable failure, Timer.Sample began) {
        recentCalls.note(isRetry(failure));
        var outcome = failure instanceof LlmException known ? known.failure().code() : "answered";
        began.stop(Timer.builder("rolecall.model.call").tag("outcome", outcome).register(metrics));
    }

    /// What broke on the way, took too long, or came without a count, may have cost: its reservation stays.
    private Uni<Void> settle(Budget.Reserved reserved, @Nullable Answer answer, @Nullable Throwable failure) {
        var usage = answer != null ? answer.usage() : failure instanceof LlmException known ? known.usage() : null;
        if (usage != null && usage.tokens() > 0) {
            count(usage);
            return budget.settle(reserved, new Budget.Amount(usage.tokens(), usage.costUsd()));
        }
        return wasRefused(failure) ? budget.settle(reserved, Budget.Amount.NONE) : Uni.createFrom().voidItem();
    }

    private void count(Usage usage) {
        metrics.counter("rolecall.model.tokens", "kind", "input").increment(usage.inputTokens() - usage.cachedTokens());
        metrics.counter("rolecall.model.tokens", "kind", "cached").increment(usage.cachedTokens());
        metrics.counter("rolecall.model.tokens", "kind", "output").increment(usage.outputTokens());
        metrics.counter("rolecall.model.cost.usd").increment(usage.costUsd().doubleValue());
    }

    /// Whether the provider refused before it did anything.
    private static boolean wasRefused(@Nullable Throwable failure) {
        return failure instanceof LlmException known
                && (known.failure() instanceof JobFailure.SlowDown || known.failure() instanceof JobFailure.Pause);
    }

    private static LlmException sorted(Throwable failure) {
        return switch (failure) {
            case LlmException known -> known;
            case TimeoutException late -> new LlmException(
                    new JobFailure.Retry("timeout", "the model did not answer in time", null, null), late);
            // no connection, a broken one, or an answer that is no completion
            case Throwable other -> new LlmException(new JobFailure.Retry("connection",
                    "the call did not go through: " + other.getClass().getSimpleName(), null, null), other);
        };
    }

    private static boolean isRetry(@Nullable Throwable failure) {
        return failure instanceof LlmException known && known.failure() instanceof JobFailure.Retry retry
                && !retry.isAnswer();
    }

    /// While most calls fail, it is the provider's trouble and not this transcript's.
    private Throwable pauseInAnOutage(Throwable failure) {
        return failure instanceof LlmException known && recentCalls.isOutage()
                && known.failure() instanceof JobFailure.Retry(var code, var reason, var requestId, var after)
                        ? new LlmException(new JobFailure.Pause(code, reason, requestId, after), known)
                        : failure;
    }
}
