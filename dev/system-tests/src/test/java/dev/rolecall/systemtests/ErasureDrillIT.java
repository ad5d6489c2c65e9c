package dev.rolecall.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import dev.rolecall.contract.Topics;
import dev.rolecall.localstack.Stack;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/// A transcript is erased while the LLM is asked about it. What follows brings nothing of it back: its answer, a repeat of the callback, a
/// replay of its event.
class ErasureDrillIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    /// Unlike any other word.
    private final String word = "zyzzyva" + HexFormat.of().toHexDigits(System.nanoTime());
    private final String requestId = UUID.randomUUID().toString();

    @Test
    void leavesNoWordInAnyTableOrTopic() throws Exception {
        try (var stack = Stacks.fresh("erasure-drill")) {
            stack.start();
            var api = new Api(stack);
            api.fakeLlm("{\"latencyMs\":6000}");
            var id = stored(api);
            await().atMost(SOON).until(() -> api.calls().path("inFlight").asInt() == 1);
            assertThat(tablesWith(stack)).contains("transcripts");
            var events = records(stack).stream().filter(record -> record.topic().equals(Topics.READY)).toList();
            assertThat(events).hasSize(1);

            api.act(stack.webhookUrl("/operations/erasures"), "{\"tag\":\"tag-%s\"}".formatted(word));
            await().atMost(SOON).until(() -> !api.transcript(id).path("erasedAt").isMissingNode());
            await().atMost(SOON).until(() -> api.calls().path("inFlight").asInt() == 0);
            assertThat(api.callback(body()).join().body()).contains("erased");
            produceAgain(stack, events.getFirst());

            await().during(Duration.ofSeconds(8)).atMost(SOON)
                    .until(() -> api.calls().path("byClientRequestId").size() == 1
                            && api.calls().path("inFlight").asInt() == 0);
            assertThat(tablesWith(stack)).isEmpty();
            assertThat(records(stack)).noneMatch(record -> (record.value() + record.headers()).contains(word));
            assertThat(stack.database().number("SELECT count(*) FROM processed_transcripts")).isZero();
            assertThat(stack.database()
                    .number("SELECT count(*) FROM raw_transcripts WHERE transcript_id = '%s'".formatted(id)))
                    .isZero();
        }
    }

    private String stored(Api api) {
        var answer = api.callback(body()).join();
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().replaceAll("(?s).*\"transcriptId\":\"([^\"]+)\".*", "$1");
    }

    private byte[] body() {
        return """
                {"metadata":{"request_id":"%1$s","tags":["tag-%2$s"],
                  "extra":{"patient":"%2$s","rolecall_roster":"[\\"Ada %2$s\\"]"}},
                 "results":{"channels":[{"alternatives":[{"words":[
                  {"word":"hello","start":0,"end":1,"speaker":0},{"word":"i","start":1,"end":2,"speaker":0},
                  {"word":"am","start":2,"end":3,"speaker":0},{"word":"%2$s","start":3,"end":4,"speaker":0},
                  {"word":"good","start":4,"end":5,"speaker":1},{"word":"morning","start":5,"end":6,"speaker":1}]}]}]}}"""
                .formatted(requestId, word).getBytes(UTF_8);
    }

    /// Tables in which a row contains the word, as text or in bytes that are not compressed.
    private List<String> tablesWith(Stack stack) throws SQLException {
        var found = new ArrayList<String>();
        try (var connection = stack.database().connectAsSuperuser(); var statement = connection.createStatement()) {
            var names = new ArrayList<String>();
            try (var rows = statement.executeQuery(
                    "SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            for (var name : names) {
                try (var rows = statement.executeQuery(
                        """
                                SELECT count(*) FROM %1$s t WHERE t::text LIKE '%%%2$s%%' OR t::text LIKE '%%' || encode('%2$s', 'hex') || '%%'"""
                                .formatted(name, word))) {
                    rows.next();
                    if (rows.getInt(1) > 0) {
                        found.add(name);
                    }
                }
            }
        }
        return found;
    }

    private static List<ConsumerRecord<String, String>> records(Stack stack) {
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", stack.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = Topics.ALL.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var found = new ArrayList<ConsumerRecord<String, String>>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }

    private static void produceAgain(Stack stack, ConsumerRecord<String, String> event)
            throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", stack.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(event.topic(), event.key(), event.value())).get();
        }
    }
}
