package dev.rolecall.classifier.openai;

import java.time.Instant;
import java.util.Set;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// Sorts the provider's error answers, as OpenAI documents them and as servers compatible with it send them.
final class FailureOf {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// The account, not the transcript, is what is wrong: someone has to mend it, and then everything goes on.
    private static final Set<String> ACCOUNT = Set.of("insufficient_quota", "credit_balance_exhausted",
            "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
            "invalid_api_key", "model_not_found", "unsupported_parameter", "unsupported_value");
    private static final Set<Integer> ACCOUNT_STATUS = Set.of(401, 403, 404);
    private static final Set<Integer> RETRY_STATUS = Set.of(408, 409, 500, 502, 503, 504);

    private FailureOf() {}

    static ModelFailure response(Response response, Instant now) {
        var code = codeIn(response, response.getStatus());
        var reason = "the model's provider answered " + response.getStatus();
        var headers = response.getHeaders();
        return sort(response.getStatus(), code, reason, headers, now);
    }

    private static ModelFailure sort(int status, String code, String reason, MultivaluedMap<String, Object> headers,
            Instant now) {
        var requestId = text(headers.getFirst("x-request-id"));
        var after = RetryAfter.in(headers, now);
        if (status == 429 || ACCOUNT.contains(code) || ACCOUNT_STATUS.contains(status)) {
            return new ModelFailure.Pause(code, reason, requestId, after);
        }
        return switch (text(headers.getFirst("x-should-retry"))) {
            case "true" -> new ModelFailure.Retry(code, reason, requestId, after);
            case "false" -> new ModelFailure.Final(code, reason, requestId);
            case null, default -> RETRY_STATUS.contains(status) || status >= 500
                    ? new ModelFailure.Retry(code, reason, requestId, after)
                    : new ModelFailure.Final(code, reason, requestId);
        };
    }

    /// `error.code`, which is an integer with llama.cpp and null with others; then `error.type`, then the status.
    private static String codeIn(Response response, int status) {
        try {
            var error = JSON.readTree(response.readEntity(String.class)).path("error");
            var code = word(error.path("code"));
            return code != null
                    ? code
                    : java.util.Objects.requireNonNullElse(word(error.path("type")), "http-" + status);
        } catch (com.fasterxml.jackson.core.JsonProcessingException | RuntimeException noErrorBody) {
            // a proxy's page, or nothing at all: the status says enough
            return "http-" + status;
        }
    }

    /// A code is a word; anything longer is text, and text might quote the transcript.
    private static @Nullable String word(JsonNode node) {
        return node.isTextual() && node.textValue().matches("[A-Za-z0-9_.-]{1,64}") ? node.textValue() : null;
    }

    private static @Nullable String text(@Nullable Object header) {
        return header == null ? null : header.toString();
    }
}
