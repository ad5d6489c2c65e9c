package dev.rolecall.topics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Topics;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/// Creates the topics that are missing, in the background: no service waits for Kafka to start.
@ApplicationScoped
class CreateTopics {
    private static final Logger LOG = Logger.getLogger(CreateTopics.class);
    /// 30 days: longer than any outage, and the replay of a week is a seek away.
    private static final String EVENT_RETENTION_MS = "2592000000";
    private static final String UNLIMITED = "-1";

    private final Map<String, Object> kafka;
    private final TopicsConfig config;
    private volatile boolean done;

    CreateTopics(@Identifier("default-kafka-broker") Map<String, Object> kafka, TopicsConfig config) {
        this.kafka = kafka;
        this.config = config;
        this.done = !config.create();
    }

    @Scheduled(every = "2s", identity = "create-topics", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void createMissing() throws InterruptedException {
        if (done) {
            return;
        }
        try (var admin = Admin.create(settings())) {
            var answers = admin.createTopics(Topics.ALL.stream().map(this::topic).toList()).values();
            for (var answer : answers.entrySet()) {
                created(answer.getKey(), answer.getValue());
            }
            done = true;
        } catch (ExecutionException | KafkaException e) {
            LOG.warnf("the topics are created later, Kafka does not answer: %s", e.getMessage());
        }
    }

    private static void created(String topic, org.apache.kafka.common.KafkaFuture<Void> answer)
            throws InterruptedException, ExecutionException {
        try {
            answer.get();
            LOG.infof("topic %s created", topic);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
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
