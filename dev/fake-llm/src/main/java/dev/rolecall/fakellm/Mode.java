package dev.rolecall.fakellm;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How the fake LLM answers. OpenAI, or a server compatible with it, really does each of these.
public enum Mode {
    /// Labels by word cues.
    ANSWER,
    /// Labels as the transcript says; see [Gullible].
    GULLIBLE,
    /// 429 rate_limit_exceeded, with Retry-After.
    RATE_LIMITED,
    /// 429 insufficient_quota.
    OUT_OF_QUOTA,
    /// 401 invalid_api_key.
    WRONG_KEY,
    /// 503.
    FAILING,
    /// 400 invalid_request_error: this request can never succeed.
    REJECTING,
    /// Never answers.
    HANGING,
    /// 200 with `message.refusal`.
    REFUSING,
    /// 200 with finish_reason length and a truncated answer.
    CUT_OFF,
    /// 200 with text that is not JSON.
    GARBAGE;

    static Mode of(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("mode \"%s\" is none of %s".formatted(text, all()), e);
        }
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String all() {
        return Arrays.stream(values()).map(Mode::text).collect(Collectors.joining(", "));
    }
}
