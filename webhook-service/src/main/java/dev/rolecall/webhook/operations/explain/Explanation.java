package dev.rolecall.webhook.operations.explain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What happened to one transcript, and what can be done.
///
/// @param events oldest first
/// @param now how it is, in one sentence
/// @param advice what to do; null if there is nothing to do
@Schema(name = "Explanation",
        requiredProperties = {"id", "status", "processingStatus", "job", "attempts", "way", "events", "now"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Explanation(UUID id, @Nullable String requestId, String status, String processingStatus, int job, int attempts,
        String way, List<Event> events, String now, @Nullable String advice) {
    /// @param what `received`, `quarantined`, `waits-in-outbox`, `result`, `dead-letter`, `replayed`, `stuck`, `audit` or `erased`
    /// @param details depend on `what`
    @Schema(name = "ExplainedEvent", requiredProperties = {"at", "what", "details"})
    record Event(Instant at, String what, Map<String, Object> details) {}
}
