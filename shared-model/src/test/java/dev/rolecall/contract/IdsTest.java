package dev.rolecall.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void areOfVersion7AndInOrder() {
        var ids = Stream.generate(Ids::next).limit(1000).toList();

        assertThat(ids).allMatch(id -> id.version() == 7).doesNotHaveDuplicates();
        assertThat(ids).isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()));
    }

    @Test
    void belongToTheMonthOfTheirTimeInUtc() {
        assertThat(Ids.monthOf(Instant.parse("2026-11-30T23:59:59Z"))).isEqualTo(LocalDate.of(2026, 11, 1));
        assertThat(Ids.monthOf(Instant.parse("2026-12-01T00:00:00Z"))).isEqualTo(LocalDate.of(2026, 12, 1));
    }
}
