package dev.rolecall.classifier.llm.client;

import java.net.URI;
import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.budget.Budget;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmConfig;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Provider;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.llm.chat.ChatCompletions;
import dev.rolecall.classifier.llm.chat.ChatRequest;
import dev.rolecall.classifier.llm.chat.ReadResponse;
import dev.rolecall.classifier.llm.negotiation.Negotiation;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// Asks the LLM one question, within the budget.
@ApplicationScoped
public class LlmClient {
    /// More tokens than most answers have.
    private static final int USUAL_ANSWER_TOKENS = 300;

    private final CallProvider call;
    private final JudgeRejection judge;
    private final Budget budget;
    private final ReadResponse read;
    private final LlmMetrics metrics;

    LlmClient(@RestClient ChatCompletions completions, LlmConfig config,
            @ConfigProperty(name = "quarkus.rest-client.openai.url") URI url, Budget budget, Canary canary,
            LlmMetrics metrics, Clock clock) {
        var provider = new Provider(url.getAuthority(), config.name());
        this.read = new ReadResponse(provider, config, clock);
        this.call = new CallProvider(Send.by(completions), config, provider, read,
                new Negotiation(provider.host(), config, clock), metrics);
        this.judge = new JudgeRejection(() -> askOnce(canary.question()));
        this.budget = budget;
        this.metrics = metrics;
    }

    /// Fails only with [LlmException].
    public Uni<Answer> ask(Question question) {
        return askOnce(question).onFailure(Rejection.class)
                .recoverWithUni(rejection -> judge.of(rejection).map(LlmException::new)
                        .chain(failure -> Uni.createFrom().failure(failure)));
    }

    private Uni<Answer> askOnce(Question question) {
        var input = ChatRequest.roughTokens(question);
        var wanted = new Budget.Amount(input + USUAL_ANSWER_TOKENS, read.cost(input, 0, USUAL_ANSWER_TOKENS));
        return budget.reserve(wanted)
                .chain(reservation -> switch (reservation) {
                    case Budget.Reserved reserved -> call.call(question)
                            .onItemOrFailure().call((answer, failure) -> settle(reserved, answer, failure));
                    case Budget.Refused(var code, var after) -> Uni.createFrom().failure(new LlmException(
                            new JobFailure.Pause(Cause.of(code, "the configured budget is used up"),
                                    "rolecall.budget.*", after)));
                });
    }

    /// A call that broke, timed out, or came without usage may have cost something, so its reservation stays.
    private Uni<Void> settle(Budget.Reserved reserved, @Nullable Answer answer, @Nullable Throwable failure) {
        var usage = answer == null ? usageOf(failure) : answer.usage();
        if (usage != null && usage.tokens() > 0) {
            metrics.used(usage);
            return budget.settle(reserved, new Budget.Amount(usage.tokens(), usage.costUsd()));
        }
        return wasRefused(failure) ? budget.settle(reserved, Budget.Amount.NONE) : Uni.createFrom().voidItem();
    }

    private static @Nullable Usage usageOf(@Nullable Throwable failure) {
        return failure instanceof LlmException known && known.unusable() != null ? known.unusable().usage() : null;
    }

    /// Whether the provider refused before it did any work.
    private static boolean wasRefused(@Nullable Throwable failure) {
        return switch (failure) {
            case Rejection _ -> true;
            case LlmException known -> known.failure() instanceof JobFailure.SlowDown
                    || (known.failure() instanceof JobFailure.Pause(var _, var setting, var _) && setting != null);
            case null, default -> false;
        };
    }
}
