package dev.rolecall.webhook.operations.mirror;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.Topics;
import dev.rolecall.topics.KafkaAdmin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads the dead-letter topic from positions that are kept elsewhere, without a consumer group. Blocks: for worker threads.
@ApplicationScoped
class DeadLetterTopic {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MAX_RECORDS = 500;

    private final KafkaAdmin kafka;
    private final ObjectMapper json;
    /// What the consumer was told, or has come to.
    private final Map<Partition, Long> readFrom = new HashMap<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    DeadLetterTopic(KafkaAdmin kafka, ObjectMapper json) {
        this.kafka = kafka;
        this.json = json;
    }

    /// A place in the topic.
    ///
    /// @param topicId Kafka's: a topic that was made again is read from its beginning
    record Partition(UUID topicId, int partition) {}

    /// The next records, at most 500, and where to read on after them. Reads from the beginning of a partition without a
    /// position, and of one whose position the broker does not have any more, or has not yet again.
    ///
    /// @param positions the next offset of each partition
    /// @return empty while there is no such topic
    synchronized Records next(Map<Partition, Long> positions) {
        var description = describe();
        if (description == null) {
            return new Records(List.of(), Map.of());
        }
        var id = description.id();
        var partitions = description.partitions()
                .stream()
                .map(partition -> new TopicPartition(Topics.DEAD_LETTER, partition))
                .toList();
        var reader = reader();
        if (reader.assignment().size() != partitions.size()) {
            reader.assign(partitions);
        }
        for (var partition : partitions) {
            var place = new Partition(id, partition.partition());
            var from = positions.getOrDefault(place, 0L);
            // not again while the client looks for an offset that exists
            if (!from.equals(readFrom.put(place, from))) {
                reader.seek(partition, from);
            }
        }
        var found = reader.poll(POLL);
        var records = StreamSupport.stream(found.spliterator(), false)
                .map(record -> DeadLetterRecord.of(id, record, json))
                .toList();
        var next = found.partitions()
                .stream()
                .collect(Collectors.toMap(partition -> new Partition(id, partition.partition()),
                        reader::position));
        readFrom.putAll(next);
        return new Records(records, next);
    }

    /// @param next where to read on, of each partition that had records
    record Records(List<DeadLetterRecord> records, Map<Partition, Long> next) {}

    private record Description(Uuid topicId, List<Integer> partitions) {
        private UUID id() {
            return new UUID(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits());
        }
    }

    private @Nullable Description describe() {
        try {
            var described = kafka.client().describeTopics(List.of(Topics.DEAD_LETTER)).topicNameValues();
            var topic = KafkaAdmin.get(Objects.requireNonNull(described.get(Topics.DEAD_LETTER)),
                    "describe topic " + Topics.DEAD_LETTER);
            return new Description(topic.topicId(),
                    topic.partitions().stream().map(partition -> partition.partition()).toList());
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        if (consumer == null) {
            var settings = kafka.settings();
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS);
            settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        return consumer;
    }

    /// Frees the connections of a pod that does not read any more.
    @PreDestroy
    synchronized void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            consumer = null;
            readFrom.clear();
        }
    }
}
