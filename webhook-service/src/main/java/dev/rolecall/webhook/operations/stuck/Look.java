package dev.rolecall.webhook.operations.stuck;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What the reconciler saw in Kafka when it looked last.
///
/// @param onlyListedBecause why nothing was queued again; null if it could be
/// @param waitingFor partitions in which a record has not been settled for long: what was found after it is not queued again
@Schema(name = "ReconcilerLook", requiredProperties = "waitingFor")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Look(@Nullable String onlyListedBecause, List<Partition> waitingFor) {
    /// Under which the last look is kept in the table `watches`.
    public static final String NAME = "reconciler";

    /// @param committed offset of the first record that is not settled; -1 if nothing was ever settled
    /// @param end offset of the next record that is written
    @Schema(name = "WaitingPartition", requiredProperties = {"topic", "partition", "committed", "end"})
    public record Partition(String topic, int partition, long committed, long end) {}

    public static Look only(String because) {
        return new Look(because, List.of());
    }

    public static Look waitingFor(List<Partition> partitions) {
        return new Look(null, partitions);
    }
}
