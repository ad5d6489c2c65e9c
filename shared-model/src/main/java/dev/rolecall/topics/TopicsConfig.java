package dev.rolecall.topics;

import java.util.Optional;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Whether and how the services create the topics.
@ConfigMapping(prefix = "rolecall.topics")
public interface TopicsConfig {
    /// False where operators own the topics.
    @WithDefault("true")
    boolean create();

    /// Also the largest number of classifier pods that can share the work.
    @WithDefault("12")
    @Min(1)
    int partitions();

    /// The broker's own default if absent; 3 in production.
    Optional<Short> replication();

    /// The broker's own default if absent; 2 in production.
    Optional<Short> minInSyncReplicas();
}
