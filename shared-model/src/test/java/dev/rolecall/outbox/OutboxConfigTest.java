package dev.rolecall.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import dev.rolecall.publishing.PublishingConfig;
import dev.rolecall.topics.TopicsConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults of this module: a deployment depends on them.
class OutboxConfigTest {

    @Test
    void publishesWithTheseDefaults() {
        var config = read(Map.of("rolecall.outbox.writer", "w"));

        var outbox = config.getConfigMapping(OutboxConfig.class);
        assertThat(outbox.writer()).isEqualTo("w");
        assertThat(outbox.grace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(outbox.takenFor()).isEqualTo(Duration.ofSeconds(30));
        var publishing = config.getConfigMapping(PublishingConfig.class);
        assertThat(publishing.maxInFlight()).isEqualTo(2000);
        assertThat(publishing.batch()).isEqualTo(64);
        assertThat(publishing.circuitBreaker().delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(publishing.circuitBreaker().failures()).isEqualTo(3);
    }

    @Test
    void createsTopicsWithTheseDefaults() {
        var config = read(Map.of("rolecall.outbox.writer", "w")).getConfigMapping(TopicsConfig.class);

        assertThat(config.create()).isTrue();
        assertThat(config.partitions()).isEqualTo(12);
        assertThat(config.replication()).isEmpty();
        assertThat(config.minInSyncReplicas()).isEmpty();
    }

    @Test
    void readsEveryKey() {
        var config = read(Map.ofEntries(Map.entry("rolecall.outbox.writer", "w"),
                Map.entry("rolecall.outbox.grace", "1s"),
                Map.entry("rolecall.outbox.taken-for", "2s"),
                Map.entry("rolecall.publishing.max-in-flight", "3"),
                Map.entry("rolecall.publishing.circuit-breaker.delay", "4s"),
                Map.entry("rolecall.publishing.circuit-breaker.failures", "5"),
                Map.entry("rolecall.publishing.batch", "7"),
                Map.entry("rolecall.topics.create", "false"),
                Map.entry("rolecall.topics.partitions", "6"),
                Map.entry("rolecall.topics.replication", "3"),
                Map.entry("rolecall.topics.min-in-sync-replicas", "2")));

        var outbox = config.getConfigMapping(OutboxConfig.class);
        assertThat(outbox.grace()).isEqualTo(Duration.ofSeconds(1));
        assertThat(outbox.takenFor()).isEqualTo(Duration.ofSeconds(2));
        var publishing = config.getConfigMapping(PublishingConfig.class);
        assertThat(publishing.maxInFlight()).isEqualTo(3);
        assertThat(publishing.circuitBreaker().delay()).isEqualTo(Duration.ofSeconds(4));
        assertThat(publishing.circuitBreaker().failures()).isEqualTo(5);
        assertThat(publishing.batch()).isEqualTo(7);
        var topics = config.getConfigMapping(TopicsConfig.class);
        assertThat(topics.create()).isFalse();
        assertThat(topics.partitions()).isEqualTo(6);
        assertThat(topics.replication()).contains((short) 3);
        assertThat(topics.minInSyncReplicas()).contains((short) 2);
    }

    private static SmallRyeConfig read(Map<String, String> values) {
        return new SmallRyeConfigBuilder().withMapping(OutboxConfig.class)
                .withMapping(PublishingConfig.class)
                .withMapping(TopicsConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
