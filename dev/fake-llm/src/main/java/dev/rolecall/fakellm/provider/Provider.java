package dev.rolecall.fakellm.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// One provider that the fake LLM plays.
public final class Provider {
    /// The names of all providers.
    public static final List<String> NAMES = List.of("openai", "azure", "mistral", "gemini", "groq", "openrouter",
            "deepseek", "litellm", "vllm", "ollama", "llamacpp");
    /// The one that is played if no other is asked for.
    public static final Provider OPENAI = named("openai");

    private final String name;
    private final JsonObject description;
    private final List<Refusal> refusals;
    private final WritingStyle style;
    private final AtomicInteger calls = new AtomicInteger();

    private Provider(String name, JsonObject description) {
        this.name = name;
        this.description = description;
        this.refusals = description.getJsonArray("refuses").stream().map(it -> Refusal.of((JsonObject) it)).toList();
        this.style = WritingStyle.named(description.getString("writes"));
    }

    /// @throws IllegalArgumentException if there is none of this name
    public static Provider named(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "provider \"%s\" is none of %s".formatted(name, String.join(", ", NAMES)));
        }
        try (var file = Objects.requireNonNull(Provider.class.getResourceAsStream("/providers/" + name + ".json"))) {
            return new Provider(name, new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    /// Whether the request has a key, where this provider looks for one.
    ///
    /// @param authorization value of the header; null if it is absent
    /// @param apiKey value of the header `api-key`; null if it is absent
    public boolean isKeyMissing(@Nullable String authorization, @Nullable String apiKey) {
        return switch (description.getString("key")) {
            case "bearer" -> authorization == null || !authorization.matches("Bearer \\S+");
            case "api-key" -> apiKey == null || apiKey.isBlank();
            default -> false;
        };
    }

    /// An error if the request has something that this provider refuses.
    ///
    /// @param inputTokens how long the messages are
    public Optional<ErrorResponse> refusal(JsonObject request, String body, int inputTokens, Wording wording) {
        return refusals.stream()
                .filter(refusal -> refusal.concerns(request, body, wording.random()))
                .findFirst()
                .map(refusal -> error("refused", "the field is not known here: " + refusal.field(), refusal.field(),
                        wording))
                .or(() -> tooLong(request, inputTokens, wording))
                .or(() -> noJson(wording));
    }

    private Optional<ErrorResponse> tooLong(JsonObject request, int inputTokens, Wording wording) {
        var field = request.containsKey("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        int context = description.getInteger("context", Integer.MAX_VALUE);
        int output = request.getInteger(field, 0);
        return output + (long) inputTokens <= context
                ? Optional.empty()
                : Optional.of(error("refused", "%d output tokens and %d input tokens are more than the context of %d"
                        .formatted(output, inputTokens, context), field, wording));
    }

    private Optional<ErrorResponse> noJson(Wording wording) {
        int every = description.getInteger("noJsonEvery", 0);
        return every > 0 && calls.incrementAndGet() % every == 0
                ? Optional.of(error("no-json", "no valid JSON came out this time", "", wording))
                : Optional.empty();
    }

    /// A request that is not well-formed.
    ///
    /// @param field that is wrong; null if it is the whole
    public ErrorResponse malformed(String message, @Nullable String field, Wording wording) {
        return error("refused", message, field == null ? "" : field, wording);
    }

    /// @param kind `rejected`, `wrong-key`, `out-of-quota`, `rate-limited` or `failing`
    /// @param message for people
    public ErrorResponse error(String kind, String message, Wording wording) {
        return error(kind, message, "", wording);
    }

    private ErrorResponse error(String kind, String message, String field, Wording wording) {
        var error = description.getJsonObject("errors").getJsonObject(kind);
        var retryAfter = wording.retryAfter();
        var values = Map.of("${message}", wording.messages().of(message, wording.random()), "${field}", field,
                "${retryAfterMs}", Long.toString(retryAfter.toMillis()), "${retryAfter}",
                Double.toString(retryAfter.toMillis() / 1000.0));
        var headers = new HashMap<String, String>();
        error.getJsonObject("headers", new JsonObject())
                .forEach(header -> headers.put(header.getKey(), filled(header.getValue().toString(), values)));
        return new ErrorResponse(error.getInteger("status"), headers, body(error.getValue("body"), values));
    }

    private static String body(Object body, Map<String, String> values) {
        return switch (body) {
            case JsonObject json -> filled(json.encode(), values);
            case JsonArray json -> filled(json.encode(), values);
            default -> filled(body.toString(), values);
        };
    }

    private static String filled(String template, Map<String, String> values) {
        var filled = template;
        for (var value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }

    /// The content of a message, as this provider's models write it.
    ///
    /// @param object the answer
    /// @return text or a list of parts
    public Object written(String object) {
        return style.write(object);
    }

    /// How errors are worded.
    ///
    /// @param retryAfter how long to wait, where the provider says so
    public record Wording(Messages messages, Duration retryAfter, RandomGenerator random) {}
}
