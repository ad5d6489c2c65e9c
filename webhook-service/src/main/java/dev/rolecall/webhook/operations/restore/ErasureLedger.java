package dev.rolecall.webhook.operations.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.contract.Topics;
import dev.rolecall.topics.KafkaAdmin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// The topic `transcript-erasures`: what was erased, by hash, and a mark of how far the database had come. Blocks: for worker
/// threads.
@ApplicationScoped
class ErasureLedger {
    /// The key of the mark. It is no hash.
    private static final String MARK = "mark";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MAX_RECORDS = 5000;

    private final KafkaAdmin kafka;
    private final ObjectMapper json;
    private @Nullable Clients clients;

    ErasureLedger(KafkaAdmin kafka, ObjectMapper json) {
        this.kafka = kafka;
        this.json = json;
    }

    /// What was read.
    ///
    /// @param topicId Kafka's: a topic that was made again has another
    /// @param mark the highest among these records; 0 if they have none
    /// @param isLast whether nothing comes after them
    record Batch(UUID topicId, long mark, List<byte[]> hashes, boolean isLast) {}

    /// The next records, at most 5,000; from the beginning if the topic was made again, or this pod has just begun.
    ///
    /// @throws IllegalStateException if Kafka does not answer, or there is no such topic
    synchronized Batch next() {
        var reader = clients().consumer();
        var ends = reader.endOffsets(reader.assignment());
        var records = isAtEnd(reader, ends)
                ? List.<ConsumerRecord<String, byte[]>>of()
                : StreamSupport.stream(reader.poll(POLL).spliterator(), false).toList();
        return new Batch(clients().topicId(), records.stream().mapToLong(this::mark).max().orElse(0),
                records.stream().map(ErasureLedger::hash).flatMap(Optional::stream).toList(), isAtEnd(reader, ends));
    }

    private static boolean isAtEnd(KafkaConsumer<String, byte[]> reader, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> reader.position(end.getKey()) >= end.getValue());
    }

    private long mark(ConsumerRecord<String, byte[]> record) {
        try {
            return MARK.equals(record.key()) ? json.readTree(record.value()).path(MARK).asLong() : 0;
        } catch (IOException e) {
            throw new IllegalStateException("the mark in topic %s, partition %d, offset %d is not JSON".formatted(
                    record.topic(), record.partition(), record.offset()), e);
        }
    }

    /// Empty for the mark, and for what others have written.
    private static Optional<byte[]> hash(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.ofNullable(record.key()).map(HexFormat.of()::parseHex);
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    /// Reads from the beginning again.
    synchronized void rewind() {
        if (clients != null) {
            clients.consumer().seekToBeginning(clients.consumer().assignment());
        }
    }

    /// Notes how far the database has come. Kafka has it when this returns.
    ///
    /// @throws IllegalStateException if Kafka does not take it
    synchronized void note(long mark) {
        try {
            clients().producer().send(new ProducerRecord<>(Topics.ERASURES, MARK,
                    "{\"%s\":%d}".formatted(MARK, mark).getBytes(UTF_8))).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("failed to note the mark in Kafka: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: note the mark in Kafka", e);
        }
    }

    /// Of one topic, as long as it is not made again.
    private record Clients(UUID topicId, KafkaConsumer<String, byte[]> consumer,
            KafkaProducer<String, byte[]> producer) {}

    private Clients clients() {
        var topic = KafkaAdmin.get(Objects.requireNonNull(kafka.client()
                .describeTopics(List.of(Topics.ERASURES))
                .topicNameValues()
                .get(Topics.ERASURES)), "describe topic " + Topics.ERASURES);
        var id = new UUID(topic.topicId().getMostSignificantBits(), topic.topicId().getLeastSignificantBits());
        if (clients == null || !clients.topicId().equals(id)) {
            close();
            clients = new Clients(id, reader(), writer());
            clients.consumer()
                    .assign(topic.partitions()
                            .stream()
                            .map(partition -> new TopicPartition(Topics.ERASURES, partition.partition()))
                            .toList());
            rewind();
        }
        return clients;
    }

    private KafkaConsumer<String, byte[]> reader() {
        var settings = kafka.settings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private KafkaProducer<String, byte[]> writer() {
        var settings = kafka.settings();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /// Frees the connections of a pod that does not read any more.
    @PreDestroy
    synchronized void close() {
        if (clients != null) {
            clients.consumer().close(CloseOptions.timeout(Duration.ZERO));
            clients.producer().close(Duration.ZERO);
            clients = null;
        }
    }
}
