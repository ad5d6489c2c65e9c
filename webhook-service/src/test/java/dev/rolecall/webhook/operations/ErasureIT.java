package dev.rolecall.webhook.operations;

import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.hold;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.sendTo;
import static dev.rolecall.webhook.TestCallbacks.text;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rolecall.contract.Topics;
import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ErasureIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TABLES = """
            SELECT string_agg(c.relname, ',') FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition""";

    /// Unlike any other word.
    private final String word = "zyzzyva" + HexFormat.of().toHexDigits(System.nanoTime());
    private final String requestId = "request-" + UUID.randomUUID();

    @Test
    void leavesNoWordInAnyTable() throws SQLException {
        var id = transcript();
        execute("""
                UPDATE transcripts SET error_text = '%1$s', processing_reason = '%1$s' WHERE id = '%2$s'""".formatted(
                word,
                id));
        execute("""
                INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, result)
                SELECT gen_random_uuid(), id, 1, month, true, '{"turns":["%s"]}' FROM transcripts WHERE id = '%s'"""
                .formatted(word, id));
        execute("""
                INSERT INTO shadows (id, month, processing_reason) SELECT id, month, '%s' FROM transcripts
                WHERE id = '%s'""".formatted(word, id));
        execute("""
                INSERT INTO dead_letters (topic_id, partition, record_offset, transcript_id, job, code, reason, failed_at)
                VALUES (gen_random_uuid(), 0, 0, '%s', 1, 'model-refused', '%s', now())"""
                .formatted(id, word));
        execute("""
                INSERT INTO outbox (id, writer, topic, key, value, publish_after) VALUES (gen_random_uuid(),
                'classifier-service', 'transcript-ready', '%s', '%s', now() + interval '1 hour')""".formatted(id,
                requestId));
        // another body of the same request
        send(body().replace("hello", "another")).statusCode(200).body("outcome", is("quarantined"));
        assertThat(mentions(word)).contains("transcripts", "processed_transcripts", "shadows", "dead_letters");
        assertThat(mentions(requestId)).contains("transcripts", "quarantine", "outbox");

        erase("{\"transcriptId\":\"%s\"}".formatted(id)).statusCode(200).body("matched", is(1));

        assertThat(mentions(word)).isEmpty();
        // for a minute, until it is looked for once more
        assertThat(mentions(requestId)).isSubsetOf("erasures_asked");
        execute("UPDATE erasures_asked SET due_at = now()");
        await().atMost(SOON).until(() -> mentions(requestId).isEmpty());
        assertThat(count("SELECT count(*) FROM raw_transcripts WHERE transcript_id = '%s'".formatted(id))).isZero();
        assertThat(count("SELECT claim FROM transcripts WHERE id = '%s' AND erased_at IS NOT NULL".formatted(id)))
                .isEqualTo(1);
        operator().get("/audit?act=erasure-began").then().body("target", hasItem("transcript %s: 1".formatted(id)));
        erase("{\"transcriptId\":\"%s\"}".formatted(id)).body("matched", is(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "another"})
    void acknowledgesALateCallbackAndStoresNothing(String said) throws SQLException {
        var id = transcript();
        erase("{\"requestId\":\"%s\"}".formatted(requestId)).body("matched", is(1));

        send(body().replace("hello", said)).statusCode(200).body("outcome", is("erased"))
                .body("transcriptId", is(id));
        sendTo("/callback/" + id, body()).statusCode(200).body("outcome", is("erased"));
        // no transcript, and else kept in quarantine
        send("{\"metadata\":{\"request_id\":\"%s\"},\"results\":7}".formatted(requestId)).statusCode(200)
                .body("outcome", is("erased"));

        assertThat(mentions(word)).isEmpty();
    }

    @Test
    void erasesWhatHasNotComeYet() throws SQLException {
        erase("{\"requestId\":\"%s\"}".formatted(requestId)).statusCode(200).body("matched", is(0));

        send(body()).statusCode(200).body("outcome", is("erased"));
        assertThat(mentions(word)).isEmpty();
        // and if its statement did not see the erasure
        storeOnItsWay();
        execute("UPDATE erasures_asked SET due_at = now()");
        await().atMost(SOON).until(() -> mentions(word).isEmpty());
    }

    private void storeOnItsWay() throws SQLException {
        execute("""
                INSERT INTO transcripts (id, request_id, status, month, error_text)
                VALUES (gen_random_uuid(), '%s', 'failed', '2026-01-01', '%s')""".formatted(requestId, word));
    }

    /// The callback's statement began before the erasure was committed, and did not see it.
    @Test
    void erasesACallbackThatWasOnItsWay() throws SQLException {
        transcript();
        erase("{\"requestId\":\"%s\"}".formatted(requestId)).body("matched", is(1));
        storeOnItsWay();

        execute("UPDATE erasures_asked SET due_at = now()");

        await().atMost(SOON).until(() -> mentions(word).isEmpty());
        assertThat(mentions(requestId)).isSubsetOf("erasures_asked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tag\":\"tag-%s\"}", "{\"extra\":{\"patient\":\"%s\"}}"})
    void erasesManyByWhatTheyHaveInCommon(String which) throws SQLException {
        for (var i = 0; i < 3; i++) {
            send(body().replace(requestId, requestId + i)).statusCode(200);
        }
        var request = which.formatted(word);
        erase(request.replaceFirst("}$", ",\"dryRun\":true}")).statusCode(200).body("matched", is(3));
        assertThat(mentions(word)).isNotEmpty();

        erase(request).statusCode(200).body("matched", is(3));

        await().atMost(SOON).until(() -> mentions(word).isEmpty());
        assertThat(count("SELECT count(*) FROM audit WHERE target LIKE '%%%s%%'".formatted(word))).isZero();
    }

    /// Somebody holds the first row for longer than a statement may wait.
    @Test
    void waitsForNobody() throws Exception {
        var id = transcript();
        try (var stranger = hold(id)) {
            erase("{\"tag\":\"tag-%s\"}".formatted(word)).body("matched", is(1));
            var other = UUID.randomUUID().toString();
            send(body().replace(requestId, other).replace("tag-" + word, "tag-" + other)).statusCode(200);
            erase("{\"tag\":\"tag-%s\"}".formatted(other)).body("matched", is(1));
            await().atMost(SOON.multipliedBy(2)).until(() -> !mentions("tag-" + other).contains("transcripts"));
            assertThat(mentions(word)).contains("transcripts");
            stranger.rollback();
        }
        await().atMost(SOON.multipliedBy(2)).until(() -> mentions(word).isEmpty());
    }

    @Test
    void keepsALedgerInKafkaToo() throws Exception {
        transcript();
        erase("{\"requestId\":\"%s\"}".formatted(requestId));
        var hash = HexFormat.of().formatHex(sha256(requestId));

        assertThat(operator().get("/operations/erasures/ledger?limit=10000").then().statusCode(200)
                .extract().path("hash").toString()).contains(hash);
        await().atMost(SOON).untilAsserted(() -> assertThat(ledgerInKafka()).containsKey(hash));
        assertThat(ledgerInKafka().get(hash)).startsWith("{\"erasedAt\":\"20");
        operator().get("/operations/erasures/ledger?after=%s&limit=1".formatted(hash)).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"tag\":\"a\",\"requestId\":\"b\"}", "{\"extra\":{}}",
            "{\"extra\":{\"a\":\"b\",\"c\":\"d\"}}"})
    void refusesWhatDoesNotSayWhatToErase(String request) {
        erase(request).statusCode(400).body("detail", containsString("one of transcriptId, requestId, tag and extra"));
    }

    private static ValidatableResponse erase(String request) {
        return operator().contentType(JSON).body(request).post("/operations/erasures").then();
    }

    private String transcript() {
        return send(body()).statusCode(200).body("outcome", is("stored")).extract().path("transcriptId");
    }

    private String body() {
        return """
                {"metadata":{"request_id":"%1$s","tags":["tag-%2$s"],"extra":{"patient":"%2$s"}},
                 "results":{"channels":[{"alternatives":[{"words":[{"word":"hello"},{"word":"%2$s"}]}]}]}}"""
                .formatted(requestId, word);
    }

    /// Tables with a row that contains a text.
    private static List<String> mentions(String what) throws SQLException {
        var found = new ArrayList<String>();
        for (var table : text(TABLES).split(",", -1)) {
            if (count("""
                    SELECT count(*) FROM "%1$s" t WHERE t::text LIKE '%%%2$s%%'
                        OR t::text LIKE '%%' || encode('%2$s', 'hex') || '%%'""".formatted(table, what)) > 0) {
                found.add(table);
            }
        }
        return found;
    }

    private static byte[] sha256(String text) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> ledgerInKafka() {
        var servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        var ledger = new HashMap<String, String>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", (Object) servers), new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.ERASURES)
                    .stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                consumer.poll(Duration.ofMillis(100)).forEach(it -> ledger.put(it.key(), it.value()));
            }
        }
        return ledger;
    }
}
