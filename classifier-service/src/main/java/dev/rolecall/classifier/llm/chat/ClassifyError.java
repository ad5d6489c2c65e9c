package dev.rolecall.classifier.llm.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import jakarta.ws.rs.core.MultivaluedMap;

import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.llm.provider.ProviderSettings;
import org.jspecify.annotations.Nullable;

/// What an error of a provider means. Known codes are only a short cut: a code that is not known here, and no code at
/// all, lead to the same end by the status, the negotiation of fields and the canary.
final class ClassifyError {
    private static final String ACCOUNT = "the provider's account";
    /// What is spent: only an operator or time can help.
    private static final Set<String> SPENT = Set.of("insufficient_quota", "credit_balance_exhausted",
            "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
            "billing_hard_limit_reached", "budget_exceeded", "insufficient_balance");
    private static final Set<String> WRONG_KEY = Set.of("invalid_api_key", "authentication_error");
    private static final Set<String> WRONG_MODEL = Set.of("model_not_found", "deploymentnotfound");
    private static final Set<String> FILTERED = Set.of("content_filter", "content_policy_violation",
            "responsibleaipolicyviolation");
    /// Groq: the model's output was not JSON. The next may be.
    private static final Set<String> NO_JSON_THIS_TIME = Set.of("json_validate_failed");
    private static final Set<Integer> RETRY_STATUS = Set.of(408, 409);

    private final ProviderSettings settings;

    ClassifyError(ProviderSettings settings) {
        this.settings = settings;
    }

    /// `x-should-retry` overrides the status, except for 429 and for errors that only an operator can fix.
    ///
    /// @return [LlmException], or [Rejection] if the response does not say whose fault it is
    RuntimeException of(ProviderError error, MultivaluedMap<String, ?> headers, Instant now) {
        var param = error.param() == null ? "" : ", param " + error.param();
        var cause = new Cause(error.code(),
                "the LLM provider responded with status %d%s".formatted(error.status(), param),
                text(headers.getFirst("x-request-id")), settings.provider());
        var after = RetryAfter.in(headers, now, settings.longestRetryAfter());
        var setting = settingOf(error);
        if (setting != null) {
            return new LlmException(new JobFailure.Pause(cause, setting, after));
        }
        if (error.hasWord(FILTERED)) {
            return new LlmException(new JobFailure.Final(cause));
        }
        if (error.hasWord(NO_JSON_THIS_TIME)) {
            return new LlmException(new JobFailure.UnusableAnswer(cause));
        }
        return byStatus(error.status(), cause, headers, after);
    }

    private @Nullable String settingOf(ProviderError error) {
        if (error.hasWord(SPENT) || error.status() == 402) {
            return ACCOUNT;
        }
        if (error.hasWord(WRONG_KEY) || error.status() == 401) {
            return settings.keys().apiKey();
        }
        return error.hasWord(WRONG_MODEL) || error.status() == 404
                ? settings.keys().model()
                : null;
    }

    private static RuntimeException byStatus(int status, Cause cause, MultivaluedMap<String, ?> headers,
            @Nullable Duration after) {
        if (status == 429) {
            return new LlmException(new JobFailure.SlowDown(cause, after));
        }
        return isWorthARetry(status, headers)
                ? new LlmException(new JobFailure.Retry(cause, after))
                : new Rejection(cause, status);
    }

    private static boolean isWorthARetry(int status, MultivaluedMap<String, ?> headers) {
        return switch (text(headers.getFirst("x-should-retry"))) {
            case "true" -> true;
            case "false" -> false;
            case null, default -> RETRY_STATUS.contains(status) || status >= 500;
        };
    }

    private static @Nullable String text(@Nullable Object header) {
        return header == null ? null : header.toString();
    }
}
