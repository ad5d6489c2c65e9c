package dev.rolecall.webhook.operations.positions;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// Where Kafka was at a moment: the ends of all partitions from which jobs come.
///
/// @param clusterId Kafka's
public record Positions(Instant at, String clusterId, List<Partition> partitions) {
    /// @param topicId Kafka's: a topic that was made again has another
    /// @param begin offset of the first record that is still there
    /// @param end offset of the next record
    /// @param committed what the topic's group has settled; -1 if it has committed nothing
    public record Partition(String topic, String topicId, int partition, long begin, long end, long committed) {
        private boolean isSame(Partition other) {
            return topicId.equals(other.topicId) && partition == other.partition;
        }

        /// Whether all records before the end of `before` are settled or gone.
        private boolean hasPassed(Partition before) {
            return committed >= before.end || begin >= before.end;
        }
    }

    /// What the consumers have done since.
    public enum Progress {
        PASSED,
        /// A record before the noted ends is not settled.
        WAITING,
        /// Offsets mean something else now: another cluster, a topic that was made again, or one that has lost records.
        STARTED_OVER
    }

    /// @param now later positions
    public Progress since(Positions now) {
        if (!clusterId.equals(now.clusterId)) {
            return Progress.STARTED_OVER;
        }
        var hasPassed = true;
        for (var before : partitions) {
            var after = now.partitions.stream().filter(it -> it.isSame(before)).findFirst();
            if (after.isEmpty() || after.get().end < before.end) {
                return Progress.STARTED_OVER;
            }
            hasPassed &= after.get().hasPassed(before);
        }
        return hasPassed ? Progress.PASSED : Progress.WAITING;
    }

    /// Partitions, as they are now, in which records before the noted ends are not settled, and none has been settled since.
    @JsonIgnore
    public List<Partition> notPassed(Positions now) {
        return now.partitions.stream()
                .filter(after -> partitions.stream()
                        .anyMatch(before -> after.isSame(before) && !after.hasPassed(before)
                                && after.committed == before.committed))
                .toList();
    }
}
