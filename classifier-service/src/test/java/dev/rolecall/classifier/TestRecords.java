package dev.rolecall.classifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/// Kafka as a person with a UI sees and uses it.
final class TestRecords {

    void produce(String topic, String key, String value) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    void produce(ProducerRecord<byte[], byte[]> record) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    /// Those of a topic with this key.
    List<ConsumerRecord<String, String>> in(String topic, String key) {
        return in(topic, key, new StringDeserializer());
    }

    /// @param value how the values are read
    <T> List<ConsumerRecord<String, T>> in(String topic, String key, Deserializer<T> value) {
        try (var consumer = new KafkaConsumer<>(settings(), new StringDeserializer(), value)) {
            var partitions = consumer.partitionsFor(topic, Duration.ofSeconds(10))
                    .stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var found = new ArrayList<ConsumerRecord<String, T>>();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found.stream().filter(record -> key.equals(record.key())).toList();
        }
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "none" : new String(header.value(), UTF_8);
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", ConfigProvider.getConfig().getValue("test.bootstrap-servers", String.class));
    }
}
