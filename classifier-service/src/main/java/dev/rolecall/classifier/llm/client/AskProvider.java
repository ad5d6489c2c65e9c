package dev.rolecall.classifier.llm.client;

import java.time.Clock;

import dev.rolecall.classifier.budget.Budget;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.llm.call.CallProvider;
import dev.rolecall.classifier.llm.call.LlmMetrics;
import dev.rolecall.classifier.llm.call.Send;
import dev.rolecall.classifier.llm.chat.ChatRequest;
import dev.rolecall.classifier.llm.chat.ReadResponse;
import dev.rolecall.classifier.llm.client.LlmClient.ProviderState;
import dev.rolecall.classifier.llm.client.ProviderPause.Refused;
import dev.rolecall.classifier.llm.client.ProviderPause.Ticket;
import dev.rolecall.classifier.llm.provider.Provider;
import dev.rolecall.classifier.llm.provider.ProviderSettings;
import dev.rolecall.classifier.progress.Progress;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// Asks one provider, within the budget.
final class AskProvider {
    /// More tokens than most answers have.
    private static final int USUAL_ANSWER_TOKENS = 300;

    private final Provider provider;
    private final ProviderPause pause;
    private final CallProvider call;
    private final JudgeRejection judge;
    private final Budget budget;
    private final ReadResponse read;
    private final LlmMetrics metrics;

    AskProvider(Send http, ProviderSettings settings, Budget budget, Canary canary, LlmMetrics metrics,
            Progress progress, Clock clock) {
        this.provider = settings.provider();
        this.pause = new ProviderPause(provider.host(), clock);
        this.read = new ReadResponse(settings, clock);
        this.call = new CallProvider(http, settings, read, metrics, clock);
        this.judge = new JudgeRejection(() -> askOnce(canary.question()), settings.keys().all(), progress);
        this.budget = budget;
        this.metrics = metrics;
    }

    ProviderState state() {
        return new ProviderState(provider, pause.isPaused(), call.learnt());
    }

    boolean isPaused() {
        return pause.isPaused();
    }

    /// Fails with [JobFailure.Pause] without a call while the provider fails for every call.
    Uni<Answer> askUnlessPaused(Question question) {
        return Uni.createFrom().deferred(() -> switch (pause.enter()) {
            case Ticket ticket -> ask(question).onItemOrFailure().invoke((_, failure) -> pause.ended(ticket, failure));
            case Refused(var why) -> Uni.createFrom().failure(new LlmException(why));
        });
    }

    /// Fails only with [LlmException].
    Uni<Answer> ask(Question question) {
        return askOnce(question).onFailure(Rejection.class)
                .recoverWithUni(rejection -> judge.of(rejection, () -> askOnce(question)));
    }

    private Uni<Answer> askOnce(Question question) {
        var input = ChatRequest.roughTokens(question);
        var wanted = new Budget.Amount(input + USUAL_ANSWER_TOKENS, read.cost(input, 0, USUAL_ANSWER_TOKENS));
        return budget.reserve(wanted, question.tags())
                .chain(reservation -> switch (reservation) {
                    case Budget.Reserved reserved -> call.call(question)
                            .onItemOrFailure().call((answer, failure) -> settle(reserved, answer, failure));
                    case Budget.Refused refused -> Uni.createFrom().failure(new LlmException(meaningOf(refused)));
                });
    }

    private static JobFailure meaningOf(Budget.Refused refused) {
        return refused.tag() == null
                ? new JobFailure.Pause(Cause.of(refused.code(), "the configured budget is used up"),
                        "rolecall.budget.*",
                        refused.after())
                : new JobFailure.Wait(
                        Cause.of(refused.code(), "rolecall.budget.usd-per-day-by-tag.\"%s\" is spent".formatted(
                                refused.tag())),
                        refused.after());
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
