package dev.rolecall.fakellm;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Finds what OpenAI would refuse in a chat completion request.
final class CheckRequest {
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");
    private static final Set<String> FORMATS = Set.of("text", "json_object", "json_schema");
    private static final Predicate<Object> FLAG = Boolean.class::isInstance;
    private static final Predicate<Object> TEXT = String.class::isInstance;
    private static final Map<String, Predicate<Object>> FIELDS = Map.ofEntries(Map.entry("model", TEXT),
            Map.entry("messages", JsonArray.class::isInstance), Map.entry("store", FLAG),
            Map.entry("metadata", JsonObject.class::isInstance), Map.entry("reasoning_effort", TEXT),
            Map.entry("max_tokens", CheckRequest::isCount), Map.entry("max_completion_tokens", CheckRequest::isCount),
            Map.entry("n", CheckRequest::isCount),
            Map.entry("temperature", between(0, 2)), Map.entry("top_p", between(0, 1)),
            Map.entry("frequency_penalty", between(-2, 2)), Map.entry("presence_penalty", between(-2, 2)),
            Map.entry("response_format", JsonObject.class::isInstance), Map.entry("seed", Number.class::isInstance),
            Map.entry("stop", Objects::nonNull), Map.entry("stream", FLAG),
            Map.entry("stream_options", JsonObject.class::isInstance),
            Map.entry("user", TEXT), Map.entry("safety_identifier", TEXT), Map.entry("prompt_cache_key", TEXT),
            Map.entry("service_tier", TEXT), Map.entry("verbosity", TEXT), Map.entry("logprobs", FLAG),
            Map.entry("top_logprobs", Number.class::isInstance), Map.entry("logit_bias", JsonObject.class::isInstance),
            Map.entry("modalities", JsonArray.class::isInstance), Map.entry("tools", JsonArray.class::isInstance),
            Map.entry("tool_choice", Objects::nonNull), Map.entry("parallel_tool_calls", FLAG));

    private CheckRequest() {}

    /// @param field that is wrong
    record Problem(String message, @Nullable String field) {}

    /// @return empty if the request is well-formed
    static Optional<Problem> problem(JsonObject request) {
        return missing(request).or(() -> fields(request)).or(() -> messages(request)).or(() -> format(request));
    }

    private static Optional<Problem> missing(JsonObject request) {
        return Stream.of("model", "messages")
                .filter(field -> !request.containsKey(field))
                .findFirst()
                .map(field -> new Problem("Missing required parameter: '%s'.".formatted(field), field));
    }

    private static Optional<Problem> fields(JsonObject request) {
        var unknown = request.fieldNames().stream().filter(field -> !FIELDS.containsKey(field)).findFirst();
        if (unknown.isPresent()) {
            return unknown.map(field -> new Problem("Unknown parameter: '%s'.".formatted(field), field));
        }
        if (request.containsKey("max_tokens") && request.containsKey("max_completion_tokens")) {
            return Optional.of(new Problem("Set max_tokens or max_completion_tokens, not both.", "max_tokens"));
        }
        return request.fieldNames()
                .stream()
                .filter(field -> request.getValue(field) != null
                        && !FIELDS.getOrDefault(field, Objects::nonNull).test(request.getValue(field)))
                .findFirst()
                .map(field -> new Problem("Invalid value for '%s'.".formatted(field), field));
    }

    private static Optional<Problem> messages(JsonObject request) {
        var messages = request.getJsonArray("messages");
        if (messages.isEmpty()) {
            return Optional.of(new Problem("'messages' must have at least one message.", "messages"));
        }
        for (var i = 0; i < messages.size(); i++) {
            if (!isMessage(messages.getValue(i))) {
                var field = "messages[%d]".formatted(i);
                return Optional.of(new Problem("Invalid message: '%s'.".formatted(field), field));
            }
        }
        return Optional.empty();
    }

    private static boolean isMessage(Object value) {
        if (!(value instanceof JsonObject message)) {
            return false;
        }
        var content = message.getValue("content");
        var role = message.getValue("role");
        return role instanceof String name && ROLES.contains(name)
                && (content == null
                        ? name.equals("assistant")
                        : content instanceof String || content instanceof JsonArray);
    }

    private static Optional<Problem> format(JsonObject request) {
        var format = request.getJsonObject("response_format");
        if (format == null) {
            return Optional.empty();
        }
        var type = format.getString("type", "");
        if (!FORMATS.contains(type)) {
            return Optional.of(new Problem("Invalid value for 'response_format.type'.", "response_format.type"));
        }
        if (type.equals("json_object") && !request.getJsonArray("messages").encode().toLowerCase(Locale.ROOT)
                .contains("json")) {
            return Optional.of(new Problem("'messages' must contain the word 'json' to use json_object.", "messages"));
        }
        return type.equals("json_schema") ? schema(format) : Optional.empty();
    }

    private static Optional<Problem> schema(JsonObject format) {
        var named = format.getJsonObject("json_schema", new JsonObject());
        if (!(named.getValue("name") instanceof String name) || !name.matches("[a-zA-Z0-9_-]{1,64}")) {
            return Optional.of(new Problem("Invalid value for 'response_format.json_schema.name'.",
                    "response_format.json_schema.name"));
        }
        var isStrict = Boolean.TRUE.equals(named.getValue("strict"));
        return isStrict && !isStrict(named.getJsonObject("schema", new JsonObject()))
                ? Optional.of(new Problem("Invalid schema for response_format: in strict mode every object needs "
                        + "'additionalProperties': false and all properties in 'required'.", "response_format"))
                : Optional.empty();
    }

    private static boolean isStrict(JsonObject schema) {
        if (schema.getValue("properties") instanceof JsonObject properties) {
            return Boolean.FALSE.equals(schema.getValue("additionalProperties"))
                    && schema.getJsonArray("required", new JsonArray()).stream().toList()
                            .containsAll(properties.fieldNames())
                    && properties.stream().allMatch(it -> isStrict((JsonObject) it.getValue()));
        }
        return !(schema.getValue("items") instanceof JsonObject items) || isStrict(items);
    }

    private static boolean isCount(Object value) {
        return value instanceof Integer count && count > 0;
    }

    private static Predicate<Object> between(double least, double most) {
        return value -> value instanceof Number number && number.doubleValue() >= least && number.doubleValue() <= most;
    }
}
