package dev.rolecall.classifier.concurrency;

import org.jspecify.annotations.Nullable;

/// Why a pod is paused.
///
/// @param code of the failure
/// @param setting what an operator has to look at, mostly a key of the configuration; null if there is nothing
public record PauseReason(String code, @Nullable String setting) {
    static final PauseReason NONE = new PauseReason("", null);
}
