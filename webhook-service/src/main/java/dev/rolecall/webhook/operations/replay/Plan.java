package dev.rolecall.webhook.operations.replay;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a replay would do.
///
/// @param byCode jobs by the code of their failure
/// @param byHour jobs by the hour in which they failed
/// @param seconds how long it takes at its rate
/// @param tokens that the LLM would be asked for, by the mean of the latest 1,000 results; null if there are none
/// @param usd the same, as money
@Schema(name = "ReplayPlan", requiredProperties = {"byCode", "byHour", "seconds"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Plan(Map<String, Long> byCode, Map<Instant, Long> byHour, long seconds, @Nullable Long tokens,
        @Nullable Double usd) {}
