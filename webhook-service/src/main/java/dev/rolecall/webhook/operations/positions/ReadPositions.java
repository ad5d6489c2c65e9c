package dev.rolecall.webhook.operations.positions;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Topics;
import dev.rolecall.topics.KafkaAdmin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Reads the positions of the main topic and the retry tiers. Blocks: for worker threads.
@ApplicationScoped
public class ReadPositions {
    private final KafkaAdmin kafka;
    private final Clock clock;

    ReadPositions(KafkaAdmin kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    /// @throws IllegalStateException if Kafka does not answer, or a topic is missing
    public Positions now() {
        var admin = kafka.client();
        var cluster = KafkaAdmin.get(admin.describeCluster().clusterId(), "read the cluster's id");
        var topics = KafkaAdmin.get(admin.describeTopics(Topics.OF_JOBS).allTopicNames(), "describe the topics");
        // commits first: a record that is written and settled in between is then past
        // the noted end, and not before it
        var commits = new HashMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        for (var topic : Topics.OF_JOBS) {
            commits.put(topic, KafkaAdmin.get(admin.listConsumerGroupOffsets(Topics.groupOf(topic))
                    .partitionsToOffsetAndMetadata(), "read the commits of group " + Topics.groupOf(topic)));
        }
        var begins = offsets(topics.values(), OffsetSpec.earliest());
        var ends = offsets(topics.values(), OffsetSpec.latest());
        var partitions = new ArrayList<Positions.Partition>();
        ends.forEach((partition, end) -> {
            var committed = requireNonNull(commits.get(partition.topic())).get(partition);
            partitions.add(new Positions.Partition(partition.topic(),
                    requireNonNull(topics.get(partition.topic())).topicId().toString(), partition.partition(),
                    requireNonNull(begins.get(partition)), end, committed == null ? -1 : committed.offset()));
        });
        return new Positions(clock.instant(), cluster, partitions);
    }

    private Map<TopicPartition, Long> offsets(Iterable<TopicDescription> topics, OffsetSpec which) {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        topics.forEach(topic -> topic.partitions()
                .forEach(partition -> wanted.put(new TopicPartition(topic.name(), partition.partition()), which)));
        var found = KafkaAdmin.get(kafka.client().listOffsets(wanted).all(), "read the offsets");
        var offsets = new HashMap<TopicPartition, Long>();
        found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }
}
