package dev.rolecall.classifier.llm.chat;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.ws.rs.core.MultivaluedMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmConfig.Price;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.LlmException.Unusable;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.llm.provider.Provider;
import dev.rolecall.classifier.llm.provider.ProviderSettings;
import org.jspecify.annotations.Nullable;

/// Reads one provider's responses: an answer, or why there is none. Providers that say they are compatible send content as
/// text or as parts, and errors in many places: see [ProviderError].
public final class ReadResponse {
    private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final Set<String> FILTERED = Set.of("content_filter", "safety");
    private static final Set<String> CUT_OFF = Set.of("length", "max_tokens");

    private final Provider provider;
    private final Price price;
    private final ClassifyError errors;
    private final Clock clock;

    public ReadResponse(ProviderSettings settings, Clock clock) {
        this.provider = settings.provider();
        this.price = settings.price();
        this.errors = new ClassifyError(settings);
        this.clock = clock;
    }

    /// The completion in a response.
    ///
    /// @throws LlmException if the response is an error
    /// @throws Rejection if it is one that does not say whose fault it is
    public JsonNode completion(int status, @Nullable String body, MultivaluedMap<String, ?> headers) {
        var json = json(body);
        var error = ProviderError.in(status, json);
        if (error.isPresent()) {
            throw errors.of(error.get(), headers, clock.instant());
        }
        if (json == null) {
            throw new LlmException(
                    new JobFailure.Retry(cause("no-json", "the response is not JSON: " + shape(body), null), null));
        }
        return json.isArray() ? json.path(0) : json;
    }

    private static @Nullable JsonNode json(@Nullable String body) {
        try {
            JsonNode json = body == null || body.isBlank() ? null : JSON.readTree(body);
            return json == null || json.isMissingNode() ? null : json;
        } catch (JsonProcessingException page) {
            // of a proxy
            return null;
        }
    }

    /// The answer in a completion.
    ///
    /// @param leftOut names of the fields that the request did without
    /// @throws LlmException if it has none
    public Answer answer(JsonNode completion, Question question, List<String> leftOut) {
        var choice = completion.path("choices").path(0);
        var message = choice.path("message");
        if (!text(message.path("refusal")).isBlank()) {
            throw new LlmException(
                    new JobFailure.Final(cause("refusal", "the LLM refused to answer", completion)),
                    unusable("", completion));
        }
        var finish = choice.path("finish_reason").asText("").toLowerCase(Locale.ROOT);
        if (FILTERED.contains(finish)) {
            throw new LlmException(new JobFailure.Final(
                    cause("content_filter", "the provider's filter stopped the answer", completion)),
                    unusable("", completion));
        }
        var content = content(message.path("content"));
        var object = FindObject.in(content, question.schema());
        if (object.isEmpty()) {
            throw withoutAnswer(content, CUT_OFF.contains(finish), completion);
        }
        return new Answer(object.get(), content, usage(completion), provider, leftOut);
    }

    private LlmException withoutAnswer(String content, boolean isCutOff, JsonNode completion) {
        return new LlmException(new JobFailure.UnusableAnswer(whyUnusable(content, isCutOff, completion)),
                unusable(content, completion));
    }

    private Cause whyUnusable(String content, boolean isCutOff, JsonNode completion) {
        if (isCutOff) {
            return cause(JobFailure.UnusableAnswer.CUT_OFF, "the LLM's answer was cut off: " + shape(content),
                    completion);
        }
        return content.isBlank()
                ? cause(JobFailure.UnusableAnswer.EMPTY, "the LLM's answer was empty", completion)
                : cause(JobFailure.UnusableAnswer.UNREADABLE,
                        "the LLM's answer has no object of the requested shape: " + shape(content), completion);
    }

    private Unusable unusable(String content, JsonNode completion) {
        return new Unusable(content, usage(completion));
    }

    /// Text, or the text of all parts.
    private static String content(JsonNode content) {
        return content.isArray()
                ? StreamSupport.stream(content.spliterator(), false)
                        .map(part -> part.isTextual() ? part.textValue() : text(part.path("text")))
                        .collect(joining())
                : text(content);
    }

    private static String text(JsonNode text) {
        return Stream.of(text, text.path("value"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .orElse(text.isObject() && !text.isEmpty() ? text.toString() : "");
    }

    /// What an answer looks like, without what it says.
    private static String shape(@Nullable String text) {
        var stripped = text == null ? "" : text.strip();
        var first = stripped.isEmpty() ? "" : stripped.substring(0, 1);
        return "%d characters%s".formatted(stripped.length(),
                first.matches("[{\\[<`\"]") ? ", the first is " + first : "");
    }

    private Cause cause(String code, String reason, @Nullable JsonNode completion) {
        var id = completion == null ? null : completion.path("id").textValue();
        return new Cause(code, reason, id, provider);
    }

    private Usage usage(JsonNode completion) {
        var usage = completion.path("usage");
        var input = usage.path("prompt_tokens").asInt();
        var cached = usage.path("prompt_tokens_details").path("cached_tokens").asInt();
        var output = usage.path("completion_tokens").asInt();
        var model = Optional.ofNullable(completion.path("model").textValue()).orElse(provider.model());
        return new Usage(model, input, cached, output, cost(input, cached, output));
    }

    /// In US dollars.
    ///
    /// @param input tokens, including the cached ones
    public BigDecimal cost(int input, int cached, int output) {
        return price.input()
                .multiply(BigDecimal.valueOf(input - cached))
                .add(price.cachedInput().multiply(BigDecimal.valueOf(cached)))
                .add(price.output().multiply(BigDecimal.valueOf(output)))
                .divide(MILLION);
    }
}
