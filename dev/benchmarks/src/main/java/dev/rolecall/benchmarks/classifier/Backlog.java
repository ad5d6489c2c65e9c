package dev.rolecall.benchmarks.classifier;

import java.sql.Date;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.github.luben.zstd.Zstd;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.contract.Topics;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.CallbackBodies;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Transcripts as webhook-service stores them, and their events: work for a classifier without the load of receiving
/// it.
final class Backlog {
    static final int PARTITIONS = 12;

    private final Stack stack;
    private final CallbackBodies bodies;

    Backlog(Stack stack, int bodySize) {
        this.stack = stack;
        this.bodies = CallbackBodies.of(bodySize);
    }

    /// Creates all topics before a consumer subscribes.
    void createTopics() {
        administer(admin -> admin
                .createTopics(Topics.ALL.stream().map(it -> new NewTopic(it, PARTITIONS, (short) 1)).toList())
                .all());
    }

    private void administer(Function<Admin, KafkaFuture<?>> what) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) stack.bootstrapServers()))) {
            what.apply(admin).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("failed to prepare the topics", e);
        }
    }

    /// Number of records in a topic since it was emptied.
    long records(String topic) {
        var partitions = IntStream.range(0, PARTITIONS).mapToObj(it -> new TopicPartition(topic, it)).toList();
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) stack.bootstrapServers()))) {
            return sum(admin, partitions, OffsetSpec.latest()) - sum(admin, partitions, OffsetSpec.earliest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("failed to count the records of %s".formatted(topic), e);
        }
    }

    private static long sum(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(it -> it, _ -> which)))
                .all()
                .get()
                .values()
                .stream()
                .mapToLong(it -> it.offset())
                .sum();
    }

    /// Stores transcripts with their bodies, and publishes an event for each.
    void add(int count) {
        publish(store(count));
    }

    List<UUID> store(int count) {
        return store(count, bodies.withRequestId(new UUID(0, 0)));
    }

    List<UUID> store(int count, byte[] body) {
        var ids = new ArrayList<UUID>();
        try (var connection = stack.database().connect(Database.OWNER)) {
            connection.setAutoCommit(false);
            var month = Date.valueOf(LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1));
            var zstd = Zstd.compress(body, 1);
            try (var transcripts = connection.prepareStatement(
                    "INSERT INTO transcripts (id, request_id, status, month) VALUES (?, ?, 'completed', ?)");
                    var raw = connection.prepareStatement(
                            "INSERT INTO raw_transcripts (transcript_id, job, month, body, size_bytes, sha256) VALUES (?, 1, ?, ?, ?, '')")) {
                for (var i = 0; i < count; i++) {
                    var id = UUID.randomUUID();
                    ids.add(id);
                    transcripts.setObject(1, id);
                    transcripts.setString(2, id.toString());
                    transcripts.setDate(3, month);
                    transcripts.addBatch();
                    raw.setObject(1, id);
                    raw.setDate(2, month);
                    raw.setBytes(3, zstd);
                    raw.setLong(4, body.length);
                    raw.addBatch();
                    if (i % 500 == 499 || i == count - 1) {
                        transcripts.executeBatch();
                        raw.executeBatch();
                    }
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("failed to store the backlog", e);
        }
        return ids;
    }

    void publish(List<UUID> ids) {
        publish(ids, Duration.ZERO);
    }

    /// @param between two events
    void publish(List<UUID> ids, Duration between) {
        var settings = new Properties();
        settings.put("bootstrap.servers", stack.bootstrapServers());
        if (!between.isZero()) {
            // sent at once: the client would wait 5 ms for more records
            settings.put("linger.ms", 0);
        }
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.partitionsFor(Topics.READY);
            var sent = new ArrayList<Future<?>>();
            for (var id : ids) {
                sent.add(producer.send(new ProducerRecord<>(Topics.READY, id.toString(), """
                        {"schemaVersion":1,"transcriptId":"%s","job":1,"attempt":1,"bodySize":1}""".formatted(id))));
                Wait.pause(between);
            }
            for (var one : sent) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("failed to publish the events", e);
        }
    }

    /// When each event was published, by its key, in milliseconds since 1970.
    Map<String, Long> publishedAt() {
        var settings = new Properties();
        settings.put("bootstrap.servers", stack.bootstrapServers());
        var times = new HashMap<String, Long>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.READY)
                    .stream()
                    .map(it -> new TopicPartition(Topics.READY, it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(it -> times.put(it.key(), it.timestamp()));
            }
        }
        return times;
    }

    /// Empties tables and topics.
    void forget() {
        var all = new HashMap<TopicPartition, RecordsToDelete>();
        for (var topic : Topics.ALL) {
            for (var partition = 0; partition < PARTITIONS; partition++) {
                // -1: up to the end
                all.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1));
            }
        }
        administer(admin -> admin.deleteRecords(all).all());
        stack.database().execute("TRUNCATE transcripts, raw_transcripts, processed_transcripts, outbox", "CHECKPOINT");
    }

    int with(String processingStatus) {
        return (int) stack.database()
                .number("SELECT count(*) FROM transcripts WHERE processing_status = '%s'".formatted(
                        processingStatus));
    }

    int completed() {
        return with("completed");
    }

    /// @return whether that many were completed in time
    boolean awaitCompleted(int count, Duration limit) {
        return Wait.until(limit, () -> completed() >= count);
    }
}
