package dev.rolecall.classifier.llm;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

import jakarta.ws.rs.core.MultivaluedMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// Classifies error responses, as OpenAI documents them and as compatible servers send them.
final class ClassifyError {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// Codes of errors that only an operator can fix: account, key, model or setting. The pod pauses.
    private static final Set<String> OPERATOR_CODES = Set.of("insufficient_quota", "credit_balance_exhausted",
            "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
            "invalid_api_key", "model_not_found", "unsupported_parameter", "unsupported_value");
    /// The same by status; 404 is an unknown model or a wrong URL.
    private static final Set<Integer> OPERATOR_STATUS = Set.of(401, 403, 404);
    private static final Set<Integer> RETRY_STATUS = Set.of(408, 409);

    private ClassifyError() {}

    /// `x-should-retry` overrides the status, except for 429 and for errors that only an operator can fix.
    ///
    /// @param body the response's body, JSON or not
    static JobFailure of(int status, String body, MultivaluedMap<String, Object> headers, Instant now) {
        var code = Objects.requireNonNullElse(codeIn(body), "http-" + status);
        var reason = "the LLM provider responded with status " + status;
        var requestId = text(headers.getFirst("x-request-id"));
        var after = RetryAfter.in(headers, now);
        if (OPERATOR_CODES.contains(code) || OPERATOR_STATUS.contains(status)) {
            return new JobFailure.Pause(code, reason, requestId, after);
        }
        if (status == 429) {
            return new JobFailure.SlowDown(code, reason, requestId, after);
        }
        return isWorthARetry(status, headers)
                ? new JobFailure.Retry(code, reason, requestId, after)
                : new JobFailure.Final(code, reason, requestId);
    }

    private static boolean isWorthARetry(int status, MultivaluedMap<String, Object> headers) {
        return switch (text(headers.getFirst("x-should-retry"))) {
            case "true" -> true;
            case "false" -> false;
            case null, default -> RETRY_STATUS.contains(status) || status >= 500;
        };
    }

    /// `error.code` or, if it is not text (an integer in llama.cpp, null in others), `error.type`.
    private static @Nullable String codeIn(String body) {
        try {
            var error = JSON.readTree(body).path("error");
            var code = codeOrNull(error.path("code"));
            return code == null ? codeOrNull(error.path("type")) : code;
        } catch (JsonProcessingException notJson) {
            // an error page of a proxy: only the status is used
            return null;
        }
    }

    /// A code is one word. Longer text might quote the transcript.
    private static @Nullable String codeOrNull(JsonNode node) {
        return node.isTextual() && node.textValue().matches("[A-Za-z0-9_.-]{1,64}") ? node.textValue() : null;
    }

    private static @Nullable String text(@Nullable Object header) {
        return header == null ? null : header.toString();
    }
}
