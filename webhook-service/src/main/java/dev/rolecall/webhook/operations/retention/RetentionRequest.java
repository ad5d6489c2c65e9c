package dev.rolecall.webhook.operations.retention;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

import dev.rolecall.webhook.problem.BadRequest;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is to be dropped: all bodies and results of a month, or those of a tag.
///
/// @param month like 2026-05; it must be over
/// @param before with a tag: only transcripts that came before then
/// @param dryRun true to only count
@Schema(name = "RetentionRequest")
record RetentionRequest(@Nullable String month, @Nullable String tag, @Nullable Instant before, boolean dryRun) {

    /// The first day of the month; null if it names a tag.
    ///
    /// @throws BadRequest if it names nothing, or both, or a month that is not over
    @Nullable
    LocalDate firstDay(Instant now) {
        if ((month == null) == (tag == null) || (tag == null) != (before == null)) {
            throw new BadRequest("Name either a month, or a tag and before, of what is to be dropped.");
        }
        if (month == null) {
            return null;
        }
        var asked = parsed(month);
        var current = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        if (!asked.isBefore(current)) {
            throw new BadRequest(
                    "month is %s, which is not over: the last one that can be dropped is %s.".formatted(asked,
                            current.minusMonths(1)));
        }
        return asked.atDay(1);
    }

    private static YearMonth parsed(String month) {
        try {
            return YearMonth.parse(month);
        } catch (DateTimeException e) {
            throw new BadRequest("month is \"%s\"; it must be like 2026-05.".formatted(month));
        }
    }
}
