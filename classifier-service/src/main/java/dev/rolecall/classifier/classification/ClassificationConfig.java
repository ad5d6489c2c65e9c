package dev.rolecall.classifier.classification;

import java.time.Duration;
import java.util.Map;

import jakarta.validation.constraints.NotEmpty;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What speakers can be, and how long a claim holds.
@ConfigMapping(prefix = "rolecall.classification")
public interface ClassificationConfig {
    /// Role to one-line description. "unknown" is always among the answers.
    @NotEmpty
    Map<String, String> roles();

    /// How long a claim holds unless it is extended, which happens every five seconds. Also how long the jobs of a pod
    /// that was killed wait.
    @WithDefault("15s")
    Duration lease();
}
