package dev.rolecall.classifier.openai;

import java.util.List;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.openai.ChatCompletion.Choice;
import dev.rolecall.classifier.openai.ChatCompletion.Message;
import dev.rolecall.classifier.openai.ChatCompletion.Usage;
import dev.rolecall.classifier.openai.ChatRequest.ResponseFormat;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// Asks the model one question. Fails with [ModelException] only.
@ApplicationScoped
public class Model {
    private final ChatCompletions completions;
    private final ModelConfig config;
    private final RecentCalls recentCalls;

    Model(@RestClient ChatCompletions completions, ModelConfig config, RecentCalls recentCalls) {
        this.completions = completions;
        this.config = config;
        this.recentCalls = recentCalls;
    }

    public Uni<Answer> ask(Question question) {
        return completions.create("Bearer " + config.apiKey(), question.clientRequestId(), requestFor(question))
                .ifNoItem().after(config.timeout()).fail()
                .map(this::read)
                .onFailure().transform(Model::sorted)
                .onItemOrFailure().invoke((_, failure) -> recentCalls.note(isRetry(failure)))
                .onFailure(ModelException.class).transform(this::pauseInAnOutage);
    }

    private ChatRequest requestFor(Question question) {
        var messages = List.of(new ChatRequest.Message("system", question.instructions()),
                new ChatRequest.Message("user", question.data()));
        return new ChatRequest(config.name(), messages, ResponseFormat.strict(question.schemaName(), question.schema()),
                config.reasoningEffort().orElse(null), false);
    }

    private Answer read(ChatCompletion completion) {
        var choice = completion.choices() == null || completion.choices().isEmpty()
                ? new Choice(null, null)
                : completion.choices().getFirst();
        var message = Objects.requireNonNullElse(choice.message(), new Message(null, null));
        if (message.refusal() != null) {
            throw finally_("refusal", "the model refused to answer", completion);
        }
        return switch (choice.finishReason()) {
            case "content_filter" -> throw finally_("content_filter", "the provider's filter stopped the answer",
                    completion);
            case "length" -> throw again("answer-cut-off", "the model's answer was cut off", completion);
            case null, default -> answer(message.content(), completion);
        };
    }

    private Answer answer(@org.jspecify.annotations.Nullable String content, ChatCompletion completion) {
        if (content == null || content.isBlank()) {
            throw again("answer-empty", "the model's answer was empty", completion);
        }
        var usage = Objects.requireNonNullElse(completion.usage(), new Usage(0, 0));
        return new Answer(content, Objects.requireNonNullElse(completion.model(), config.name()), usage.promptTokens(),
                usage.completionTokens());
    }

    private static ModelException finally_(String code, String reason, ChatCompletion completion) {
        return new ModelException(new ModelFailure.Final(code, reason, completion.id()));
    }

    private static ModelException again(String code, String reason, ChatCompletion completion) {
        return new ModelException(new ModelFailure.Retry(code, reason, completion.id(), null));
    }

    private static ModelException sorted(Throwable failure) {
        return switch (failure) {
            case ModelException known -> known;
            case TimeoutException late -> new ModelException(
                    new ModelFailure.Retry("timeout", "the model did not answer in time", null, null), late);
            // no connection, a broken one, or an answer that is no completion
            case Throwable other -> new ModelException(new ModelFailure.Retry("connection",
                    "the call did not go through: " + other.getClass().getSimpleName(), null, null), other);
        };
    }

    private static boolean isRetry(Throwable failure) {
        return failure instanceof ModelException known && known.failure() instanceof ModelFailure.Retry;
    }

    /// While most calls fail, it is the provider's trouble and not this transcript's.
    private Throwable pauseInAnOutage(Throwable failure) {
        return failure instanceof ModelException known && recentCalls.isOutage()
                && known.failure() instanceof ModelFailure.Retry(var code, var reason, var requestId, var after)
                        ? new ModelException(new ModelFailure.Pause(code, reason, requestId, after), known)
                        : failure;
    }
}
