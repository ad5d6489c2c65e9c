package dev.rolecall.classifier.llm;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.rolecall.classifier.llm.ChatCompletion.Choice;
import dev.rolecall.classifier.llm.ChatCompletion.Message;
import dev.rolecall.classifier.llm.ChatCompletion.TokenCounts;
import dev.rolecall.classifier.llm.LlmConfig.AnswerFormat;
import dev.rolecall.classifier.llm.LlmConfig.Price;
import org.jspecify.annotations.Nullable;

/// Reads the answer from a completion, or the reason why there is none.
final class ReadCompletion {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /// The reasoning that open models include, and the code fence that chat models put around JSON.
    private static final Pattern WRAPPED_JSON = Pattern
            .compile("(?s)^\\s*(?:<think>.*?</think>)?\\s*(?:```(?:json)?\\s*(\\{.*})\\s*```|(\\{.*}))\\s*$");

    private final LlmConfig config;

    ReadCompletion(LlmConfig config) {
        this.config = config;
    }

    /// @throws LlmException if the completion has no answer
    Answer from(ChatCompletion completion) {
        var choice = completion.choices() == null || completion.choices().isEmpty()
                ? new Choice(null, null)
                : completion.choices().getFirst();
        var message = Objects.requireNonNullElse(choice.message(), new Message(null, null));
        if (message.refusal() != null) {
            throw finalFailure("refusal", "the LLM refused to answer", completion);
        }
        return switch (choice.finishReason()) {
            case "content_filter" -> throw finalFailure("content_filter", "the provider's filter stopped the answer",
                    completion);
            case "length" -> throw unusableAnswer("answer-cut-off", "the LLM's answer was cut off", completion);
            case null, default -> answer(message.content(), completion);
        };
    }

    private Answer answer(@Nullable String content, ChatCompletion completion) {
        if (content == null || content.isBlank()) {
            throw unusableAnswer("answer-empty", "the LLM's answer was empty", completion);
        }
        return new Answer(config.answerFormat() == AnswerFormat.SCHEMA ? content : jsonIn(content),
                usage(completion));
    }

    /// The JSON object in the content. Content without one is returned unchanged; the verdict rejects it.
    private static String jsonIn(String content) {
        var json = WRAPPED_JSON.matcher(content);
        return json.matches() ? Objects.requireNonNullElseGet(json.group(1), () -> json.group(2)) : content;
    }

    private Usage usage(ChatCompletion completion) {
        var counts = Objects.requireNonNullElse(completion.usage(), TokenCounts.NONE);
        return new Usage(Objects.requireNonNullElse(completion.model(), config.name()), counts.promptTokens(),
                counts.cachedTokens(), counts.completionTokens(),
                cost(counts.promptTokens(), counts.cachedTokens(), counts.completionTokens()));
    }

    /// In US dollars.
    ///
    /// @param input tokens, including the cached ones
    BigDecimal cost(int input, int cached, int output) {
        Price price = config.price();
        return price.input()
                .multiply(BigDecimal.valueOf(input - cached))
                .add(price.cachedInput().multiply(BigDecimal.valueOf(cached)))
                .add(price.output().multiply(BigDecimal.valueOf(output)))
                .divide(MILLION);
    }

    private LlmException finalFailure(String code, String reason, ChatCompletion completion) {
        return new LlmException(new JobFailure.Final(code, reason, completion.id()), usage(completion));
    }

    private LlmException unusableAnswer(String code, String reason, ChatCompletion completion) {
        return new LlmException(new JobFailure.UnusableAnswer(code, reason, completion.id()), usage(completion));
    }
}
