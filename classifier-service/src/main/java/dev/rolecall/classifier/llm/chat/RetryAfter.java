package dev.rolecall.classifier.llm.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import jakarta.ws.rs.core.MultivaluedMap;

import org.jspecify.annotations.Nullable;

/// The wait that a provider asks for: `retry-after-ms` (OpenAI), else `retry-after` in seconds or as a date (RFC 9110).
final class RetryAfter {
    private RetryAfter() {}

    /// @param longest what a longer wait is shortened to
    /// @return null if the headers are absent or cannot be read
    static @Nullable Duration in(MultivaluedMap<String, ?> headers, Instant now, Duration longest) {
        var asked = in(headers, now);
        return asked == null || asked.compareTo(longest) < 0 ? asked : longest;
    }

    private static @Nullable Duration in(MultivaluedMap<String, ?> headers, Instant now) {
        var millis = headers.getFirst("retry-after-ms");
        if (millis != null && isNumber(millis.toString())) {
            return Duration.ofMillis((long) Double.parseDouble(millis.toString()));
        }
        var after = headers.getFirst("retry-after");
        if (after == null) {
            return null;
        }
        return isNumber(after.toString())
                ? Duration.ofMillis((long) (1000 * Double.parseDouble(after.toString())))
                : until(after.toString(), now);
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d+(\\.\\d+)?");
    }

    private static @Nullable Duration until(String date, Instant now) {
        try {
            var wait = Duration.between(now,
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
