package dev.rolecall.classifier.settlement;

import org.jspecify.annotations.Nullable;

/// What became of a job.
///
/// @param outcome a word
/// @param code why, where there is a reason; a short word too
public record Settled(String outcome, @Nullable String code) {
    public static Settled as(String outcome) {
        return new Settled(outcome, null);
    }
}
