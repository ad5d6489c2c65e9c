package dev.rolecall.classifier.concurrency;

import org.jspecify.annotations.Nullable;

/// Why a pod is paused.
///
/// @param code of the failure
/// @param setting key of the configuration that an operator has to look at; null if there is none
public record PauseReason(String code, @Nullable String setting) {
    static final PauseReason NONE = new PauseReason("", null);
}
