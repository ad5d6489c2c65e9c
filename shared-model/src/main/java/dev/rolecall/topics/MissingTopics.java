package dev.rolecall.topics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.contract.Topics;
import dev.rolecall.scheduling.RepeatingTasks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/// Looks in the background which topics are missing, creates them if it may, and names those that stay missing. A service
/// starts while Kafka is unavailable.
///
/// Nothing is sent to a topic that is missing: the producer would wait for it, and all records behind with it.
@ApplicationScoped
public class MissingTopics {
    private static final Logger LOG = Logger.getLogger(MissingTopics.class);
    private static final String MISSING = "rolecall.topics.missing";
    /// 30 days: longer than any outage, and long enough to replay a week by moving the offsets back.
    private static final String EVENT_RETENTION_MS = "2592000000";
    private static final String UNLIMITED = "-1";

    private final KafkaAdmin admin;
    private final TopicsConfig config;
    private volatile Set<String> missing = Set.of();

    MissingTopics(KafkaAdmin admin, TopicsConfig config, MeterRegistry metrics) {
        this.admin = admin;
        this.config = config;
        Topics.ALL.forEach(topic -> Gauge.builder(MISSING, () -> isMissing(topic) ? 1 : 0)
                .description("1 while the topic does not exist: records for it wait in the outbox")
                .tag("topic", topic)
                .register(metrics));
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(2, "look for missing topics", this::look);
    }

    /// False while Kafka is unavailable, which is something else.
    public boolean isMissing(String topic) {
        return missing.contains(topic);
    }

    /// On a worker thread: Kafka's admin client blocks.
    private Uni<Void> look() {
        return Uni.createFrom().<Void>item(this::createMissing)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure().invoke(() -> missing = Set.of());
    }

    private synchronized Void createMissing() {
        var found = found();
        if (!found.isEmpty() && config.create()) {
            found = create(found);
        }
        if (!found.isEmpty() && !found.equals(missing)) {
            LOG.errorf(
                    "These topics do not exist: %s. Records for them wait in the outbox. Create them, or let Rolecall do it: rolecall.topics.create=true, and the right to create topics.",
                    String.join(", ", new TreeSet<>(found)));
        }
        missing = found;
        return null;
    }

    private Set<String> found() {
        return admin.client().describeTopics(Topics.ALL)
                .topicNameValues()
                .entrySet()
                .stream()
                .filter(topic -> isMissing(topic.getKey(), topic.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// A topic that this service may not even describe is not one that it writes to.
    private static boolean isMissing(String topic, KafkaFuture<TopicDescription> description) {
        try {
            KafkaAdmin.get(description, "describe topic " + topic);
            return false;
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return true;
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                return false;
            }
            throw e;
        }
    }

    /// @return those that could not be created
    private Set<String> create(Set<String> topics) {
        return admin.client().createTopics(topics.stream().map(this::topic).toList())
                .values()
                .entrySet()
                .stream()
                .filter(topic -> !isCreated(topic.getKey(), topic.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isCreated(String topic, KafkaFuture<Void> creation) {
        try {
            KafkaAdmin.get(creation, "create topic " + topic);
            LOG.infof("Created topic %s", topic);
            return true;
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return true;
            }
            LOG.warnf("%s", e.getMessage());
            return false;
        }
    }

    private NewTopic topic(String name) {
        var settings = new HashMap<String, String>();
        settings.put(TopicConfig.RETENTION_MS_CONFIG,
                Topics.DEAD_LETTER.equals(name) || Topics.ERASURES.equals(name) ? UNLIMITED : EVENT_RETENTION_MS);
        if (Topics.ERASURES.equals(name)) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        }
        config.minInSyncReplicas()
                .ifPresent(replicas -> settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicas.toString()));
        return new NewTopic(name, Optional.of(config.partitions()), config.replication()).configs(settings);
    }
}
