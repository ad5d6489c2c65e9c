package dev.rolecall.topics;

import java.util.Optional;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Whether and how the services create the Kafka topics.
@ConfigMapping(prefix = "rolecall.topics")
public interface TopicsConfig {
    /// False if an operator creates the topics.
    @WithDefault("true")
    boolean create();

    /// Partitions of each topic. Also the largest number of classifier pods that can share the work.
    @WithDefault("12")
    @Min(1)
    int partitions();

    /// Replication factor. If absent, the broker's default; use 3 in production.
    Optional<Short> replication();

    /// In-sync replicas that a write needs. If absent, the broker's default; use 2 in production.
    Optional<Short> minInSyncReplicas();
}
