package dev.rolecall.webhook.operations.overview;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How everything is, as PostgreSQL and Kafka know it.
///
/// @param acknowledgementP99Millis of the callbacks of the pod that answers, within the last minute or two; null if there were
///        none, as in a pod that serves the API alone
/// @param topics null while Kafka does not answer
@Schema(name = "Overview", requiredProperties = {"at", "tables"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Overview(Instant at, Tables tables, @Nullable Double acknowledgementP99Millis, @Nullable List<Topic> topics) {

    /// What PostgreSQL knows.
    ///
    /// @param storedInLastMinute number of transcripts
    /// @param unfinished by both statuses, as one pod has counted them
    /// @param unfinishedCountedAt null if nobody has counted
    /// @param deadLetters number of open ones, by code
    /// @param blockedPartitions number of partitions in which nothing is settled, so that what is stuck is not queued again
    /// @param quarantined number of bodies, at most 10001
    @Schema(name = "OverviewOfTables",
            requiredProperties = {"storedInLastMinute", "unfinished", "outbox", "pods", "pauses", "deadLetters",
                    "stuck",
                    "quarantined", "spentToday"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tables(long storedInLastMinute, List<Unfinished> unfinished, @Nullable Instant unfinishedCountedAt,
            Outbox outbox, List<Pod> pods, List<PausedBy> pauses, Map<String, Long> deadLetters,
            long blockedPartitions,
            long quarantined, Spent spentToday) {}

    /// @param oldestSeconds age of the oldest job
    @Schema(name = "UnfinishedTranscripts",
            requiredProperties = {"status", "processingStatus", "count", "oldestSeconds"})
    record Unfinished(String status, String processingStatus, long count, double oldestSeconds) {}

    /// @param rows at most 10001
    /// @param overdueSeconds how long the first row has been due; absent if none is
    @Schema(name = "OverviewOfOutbox", requiredProperties = "rows")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Outbox(long rows, @Nullable Double overdueSeconds) {}

    /// A classifier pod that was seen within a minute.
    ///
    /// @param state as the pod writes it: limit, inFlight, waiting, paused, pausedTopics and providers
    @Schema(name = "OverviewOfPod", requiredProperties = {"name", "version", "state"})
    record Pod(String name, String version, Map<String, Object> state) {}

    /// @param pod empty for all
    /// @param topic empty for all
    @Schema(name = "OverviewOfPause", requiredProperties = {"pod", "topic", "reason", "pausedBy"})
    record PausedBy(String pod, String topic, String reason, String pausedBy) {}

    /// In UTC's day, reserved or spent.
    @Schema(name = "Spent", requiredProperties = {"usd", "tokens"})
    record Spent(BigDecimal usd, long tokens) {}

    /// @param waiting number of records that are not settled; in a retry tier, held until they are due
    @Schema(name = "OverviewOfTopic", requiredProperties = {"topic", "waiting"})
    record Topic(String topic, long waiting) {}
}
