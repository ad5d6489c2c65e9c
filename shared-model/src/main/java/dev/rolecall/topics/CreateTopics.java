package dev.rolecall.topics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.contract.Topics;
import dev.rolecall.scheduling.RepeatingTasks;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/// Creates the topics that are missing, in the background: a service starts while Kafka is unavailable.
@ApplicationScoped
class CreateTopics {
    private static final Logger LOG = Logger.getLogger(CreateTopics.class);
    /// 30 days: longer than any outage, and long enough to replay a week by moving the offsets back.
    private static final String EVENT_RETENTION_MS = "2592000000";
    private static final String UNLIMITED = "-1";

    private final Map<String, Object> kafka;
    private final TopicsConfig config;
    private volatile boolean isDone;

    CreateTopics(@Identifier("default-kafka-broker") Map<String, Object> kafka, TopicsConfig config) {
        this.kafka = kafka;
        this.config = config;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        if (config.create()) {
            tasks.every(2, "create the missing topics", this::create);
        }
    }

    /// On a worker thread: Kafka's admin client blocks.
    private Uni<Void> create() {
        return isDone
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().<Void>item(this::createMissing)
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Void createMissing() {
        try (var admin = Admin.create(settings())) {
            var topics = admin.createTopics(Topics.ALL.stream().map(this::topic).toList()).values();
            for (var topic : topics.entrySet()) {
                awaitCreation(topic.getKey(), topic.getValue());
            }
            isDone = true;
            return null;
        }
    }

    private static void awaitCreation(String topic, KafkaFuture<Void> creation) {
        try {
            creation.get();
            LOG.infof("Created topic %s", topic);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("failed to create topic %s: %s".formatted(topic, e.getCause()),
                        e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topic " + topic, e);
        }
    }

    private NewTopic topic(String name) {
        var settings = new HashMap<String, String>();
        settings.put(TopicConfig.RETENTION_MS_CONFIG, Topics.DEAD_LETTER.equals(name) ? UNLIMITED : EVENT_RETENTION_MS);
        config.minInSyncReplicas()
                .ifPresent(replicas -> settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicas.toString()));
        return new NewTopic(name, Optional.of(config.partitions()), config.replication()).configs(settings);
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2000);
        return settings;
    }
}
