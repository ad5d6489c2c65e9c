package dev.rolecall.webhook.operations.positions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import dev.rolecall.webhook.operations.positions.Positions.Partition;
import dev.rolecall.webhook.operations.positions.Positions.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether what Kafka had is settled.
class PositionsTest {

    @ParameterizedTest
    @CsvSource({"0, 10, 10, PASSED", "0, 20, 10, PASSED", "0, 20, 9, WAITING", "0, 10, -1, WAITING",
            "10, 20, -1, PASSED", "0, 9, 9, STARTED_OVER"})
    void passedWhenAllRecordsBeforeTheNotedEndAreSettledOrGone(long begin, long end, long committed,
            Progress expected) {
        assertThat(at("a", partition("t", 0, 10, 3)).since(at("a", partition("t", begin, end, committed))))
                .isEqualTo(expected);
    }

    @Test
    void anEmptyPartitionWithoutACommitHasPassed() {
        assertThat(at("a", partition("t", 0, 0, -1)).since(at("a", partition("t", 0, 5, -1))))
                .isEqualTo(Progress.PASSED);
        assertThat(at("a", partition("t", 7, 7, -1)).since(at("a", partition("t", 7, 9, -1))))
                .isEqualTo(Progress.PASSED);
    }

    @Test
    void startsOverInAnotherClusterOrTopic() {
        var before = at("a", partition("t", 0, 10, 3));

        assertThat(before.since(at("b", partition("t", 0, 10, 10)))).isEqualTo(Progress.STARTED_OVER);
        assertThat(before.since(at("a", partition("u", 0, 10, 10)))).isEqualTo(Progress.STARTED_OVER);
        assertThat(before.since(at("a"))).isEqualTo(Progress.STARTED_OVER);
    }

    /// A long queue moves.
    @ParameterizedTest
    @CsvSource({"3, true", "4, false", "10, false"})
    void namesAPartitionOnlyIfItStandsStill(long committed, boolean isNamed) {
        var before = at("a", partition("t", 0, 10, 3));

        assertThat(before.notPassed(at("a", partition("t", 0, 20, committed)))).hasSize(isNamed ? 1 : 0);
    }

    private static Positions at(String cluster, Partition... partitions) {
        return new Positions(Instant.EPOCH, cluster, List.of(partitions));
    }

    private static Partition partition(String topic, long begin, long end, long committed) {
        return new Partition("transcript-ready", topic, 0, begin, end, committed);
    }
}
