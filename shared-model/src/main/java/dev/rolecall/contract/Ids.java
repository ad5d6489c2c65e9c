package dev.rolecall.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;

/// Version 7 UUIDs (RFC 9562). They are ordered by time, so new rows are inserted into the same pages of an index.
public final class Ids {
    private static final NoArgGenerator VERSION_7 = Generators.timeBasedEpochGenerator();

    private Ids() {}

    public static UUID next() {
        return VERSION_7.generate();
    }

    /// The creation time of a version 7 UUID, in milliseconds: its first 48 bits.
    public static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /// The partition of a row that was created at this time: the first day of the month, in UTC.
    public static LocalDate monthOf(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
    }
}
