package dev.rolecall.classifier.llm;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.budget.Budget;
import dev.rolecall.classifier.llm.LlmConfig.KeyHeader;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// Asks the LLM one question, within the budget. Fails only with [LlmException].
@ApplicationScoped
public class LlmClient {
    /// More tokens than most answers have.
    private static final int USUAL_ANSWER_TOKENS = 300;
    private static final String ANSWERED = "answered";

    private final ChatCompletions completions;
    private final LlmConfig config;
    private final OutageDetector outage;
    private final Budget budget;
    private final ReadCompletion read;
    private final LlmMetrics metrics;

    LlmClient(@RestClient ChatCompletions completions, LlmConfig config, OutageDetector outage, Budget budget,
            LlmMetrics metrics) {
        this.completions = completions;
        this.config = config;
        this.outage = outage;
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
        var began = System.nanoTime();
        var isBearer = config.keyHeader() == KeyHeader.BEARER;
        return completions
                .create(isBearer ? "Bearer " + config.apiKey() : null, isBearer ? null : config.apiKey(),
                        clientRequestId, request)
                .ifNoItem().after(config.timeout()).fail()
                .map(read::from)
                .onFailure().transform(LlmClient::classified)
                .onItemOrFailure().invoke((_, failure) -> record(failure, began))
                .onItemOrFailure().call((answer, failure) -> settle(reserved, answer, failure))
                .onFailure(LlmException.class).transform(this::pauseInAnOutage);
    }

    private void record(@Nullable Throwable failure, long began) {
        outage.record(failure instanceof LlmException known && known.failure() instanceof JobFailure.Retry);
        metrics.called(failure instanceof LlmException known ? known.failure().code() : ANSWERED,
                Duration.ofNanos(System.nanoTime() - began));
    }

    /// A call that broke, timed out, or came without usage may have cost something, so its reservation stays.
    private Uni<Void> settle(Budget.Reserved reserved, @Nullable Answer answer, @Nullable Throwable failure) {
        var usage = answer != null ? answer.usage() : failure instanceof LlmException known ? known.usage() : null;
        if (usage != null && usage.tokens() > 0) {
            metrics.used(usage);
            return budget.settle(reserved, new Budget.Amount(usage.tokens(), usage.costUsd()));
        }
        return wasRefused(failure) ? budget.settle(reserved, Budget.Amount.NONE) : Uni.createFrom().voidItem();
    }

    /// Whether the provider refused before it did any work.
    private static boolean wasRefused(@Nullable Throwable failure) {
        return failure instanceof LlmException known
                && (known.failure() instanceof JobFailure.SlowDown || known.failure() instanceof JobFailure.Pause);
    }

    private static LlmException classified(Throwable failure) {
        return switch (failure) {
            case LlmException known -> known;
            case TimeoutException late -> new LlmException(
                    new JobFailure.Retry("timeout", "the LLM did not answer in time", null, null), late);
            // no connection, a broken one, or a response that is not a completion
            case Throwable other -> new LlmException(new JobFailure.Retry("connection",
                    "the call failed: " + other.getClass().getSimpleName(), null, null), other);
        };
    }

    /// While most calls fail, the failure is the provider's and not the transcript's.
    private Throwable pauseInAnOutage(Throwable failure) {
        return failure instanceof LlmException known && outage.isOutage()
                && known.failure() instanceof JobFailure.Retry(var code, var reason, var requestId, var after)
                        ? new LlmException(new JobFailure.Pause(code, reason, requestId, after), known)
                        : failure;
    }
}
