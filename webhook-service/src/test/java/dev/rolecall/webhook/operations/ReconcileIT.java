package dev.rolecall.webhook.operations;

import static dev.rolecall.webhook.TestCallbacks.count;
import static dev.rolecall.webhook.TestCallbacks.events;
import static dev.rolecall.webhook.TestCallbacks.execute;
import static dev.rolecall.webhook.TestCallbacks.operator;
import static dev.rolecall.webhook.TestCallbacks.send;
import static dev.rolecall.webhook.TestCallbacks.success;
import static dev.rolecall.webhook.TestCallbacks.text;
import static dev.rolecall.webhook.TestCallbacks.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import dev.rolecall.contract.Topics;
import dev.rolecall.webhook.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No classifier runs here: what its groups have settled is what a test says.
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(ReconcileIT.Often.class)
class ReconcileIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    public static class Often implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rolecall.reconciler.interval", "1s");
        }
    }

    @ParameterizedTest
    @CsvSource({"never-queued, processing_status = 'pending'",
            "claim-ran-out, 'processing_status = ''processing'', claim = 1, lease_until = now() - interval ''2 minutes'''",
            "retry-lost, 'attempts = 2, claim = 2, not_before = now() - interval ''2 minutes'''"})
    void queuesAgainWhenKafkaHasNothingOfItLeft(String kind, String state) throws Exception {
        var id = store();
        age(id, state);

        await().atMost(SOON).until(() -> kind.equals(kindOf(id)));
        await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> events(id) == 1);
        settleAll();

        await().atMost(SOON).until(() -> events(id) == 2);
        assertThat(kindOf(id)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"processing_status = 'completed'", "erased_at = now()",
            "attempts = 1, updated_at = now()", "claim = 7, updated_at = now()",
            "not_before = now() + interval '1 minute'", "way = 'off'"})
    void leavesWhatHasChanged(String change) throws Exception {
        var id = store();
        age(id, "processing_status = 'pending'");
        await().atMost(SOON).until(() -> kindOf(id) != null);

        execute("UPDATE transcripts SET %s WHERE id = '%s'".formatted(change, id));
        settleAll();

        await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> events(id) == 1);
    }

    /// Its offsets say nothing about the other one.
    @Test
    void startsOverInAnotherCluster() throws Exception {
        var id = store();
        age(id, "processing_status = 'pending'");
        await().atMost(SOON).until(() -> noted(id));
        var before = count("SELECT max(id) FROM reconcile_rounds");
        execute("""
                UPDATE reconcile_rounds SET positions = jsonb_set(positions, '{clusterId}', '"another"')
                WHERE positions IS NOT NULL""");

        await().atMost(SOON).until(() -> count("SELECT coalesce(max(id), 0) FROM reconcile_rounds") > before);
        assertThat(events(id)).isEqualTo(1);
        settleAll();
        await().atMost(SOON).until(() -> events(id) == 2);
    }

    @Test
    void leavesWhatIsYoungOrInTheOutbox() throws Exception {
        var young = store();
        var waiting = store();
        age(waiting, "processing_status = 'pending'");
        execute("""
                INSERT INTO outbox (id, writer, topic, key, publish_after)
                VALUES (gen_random_uuid(), 'classifier-service', 'transcript-ready', '%s', now() + interval '1 hour')"""
                .formatted(waiting));
        settleAll();

        await().during(Duration.ofSeconds(4)).atMost(SOON)
                .until(() -> kindOf(young) == null && kindOf(waiting) == null);
        execute("DELETE FROM outbox WHERE key = '%s'".formatted(waiting));
    }

    /// Its transcript is failed, and nobody could list or replay it.
    @Test
    void writesADeadLetterAgainThatIsLost() throws Exception {
        var id = store();
        age(id, "processing_status = 'failed', processing_code = 'model-refused', processing_reason = 'no', attempts = 3");
        await().atMost(SOON).until(() -> "dead-letter-lost".equals(kindOf(id)));
        settleAll();

        await().atMost(SOON).untilAsserted(() -> operator().get("/operations/dead-letters?transcript=" + id).then()
                .body("deadLetters", hasSize(1))
                .body("deadLetters[0].state", is("open"))
                .body("deadLetters[0].code", is("model-refused"))
                .body("deadLetters[0].attempts", is(3))
                .body("deadLetters[0].job", is(1)));
        await().atMost(SOON).until(() -> kindOf(id) == null);
    }

    @Test
    void queuesAgainWhatADeadLetterSaysHasFailed() throws Exception {
        var id = store();
        execute("""
                INSERT INTO dead_letters (topic_id, partition, record_offset, transcript_id, job, code, failed_at)
                VALUES (gen_random_uuid(), 0, 0, '%s', 2, 'model-refused', now())""".formatted(id));
        age(id, "processing_status = 'pending'");
        await().atMost(SOON).until(() -> "dead-letter-not-failed".equals(kindOf(id)));
        settleAll();

        await().atMost(SOON).until(() -> events(id) == 2);
    }

    @Test
    void queuesTheJobOfAShadow() throws Exception {
        var id = store();
        execute("UPDATE transcripts SET way = 'shadow' WHERE id = '%s'".formatted(id));
        execute("""
                INSERT INTO shadows (id, month, job, updated_at)
                SELECT id, month, 2, now() - interval '2 minutes' FROM transcripts WHERE id = '%s'""".formatted(id));
        await().atMost(SOON).until(() -> "never-queued".equals(kindOf(id)));
        settleAll();

        await().atMost(SOON).until(() -> events(id) == 2);
        assertThat(valuesOf(id)).last().asString().contains("\"job\":2", "\"shadow\":true");
        execute("DELETE FROM shadows WHERE id = '%s'".formatted(id));
    }

    @Test
    void onlyListsWhileAnOperatorHasPausedConsumption() throws Exception {
        onlyListsAfter("INSERT INTO consumption_pauses VALUES ('', '', 'why', 'who')", "consumption is paused: why");
    }

    @Test
    void onlyListsWhileMostPodsArePaused() throws Exception {
        onlyListsAfter(
                """
                        INSERT INTO pods VALUES ('p', 'classifier-service', '1', now(), now(), '{"paused":{"code":"llm-key"}}')""",
                "most pods are paused: llm-key");
    }

    private static void onlyListsAfter(String pause, String because) throws Exception {
        var id = store();
        execute(pause);
        try {
            age(id, "processing_status = 'pending'");
            await().atMost(SOON).untilAsserted(
                    () -> operator().get("/operations/stuck?limit=500").then().statusCode(200)
                            .body("jobs.transcriptId", hasItem(id))
                            .body("counts.never-queued", greaterThan(0))
                            .body("look.onlyListedBecause", is(because)));
            settleAll();

            await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> events(id) == 1);
        } finally {
            execute("DELETE FROM consumption_pauses");
            execute("DELETE FROM pods");
        }
        await().atMost(SOON).until(() -> noted(id));
        settleAll();
        await().atMost(SOON).until(() -> events(id) == 2);
    }

    /// A record that nobody settles holds all others up.
    @Test
    void namesPartitionsInWhichARecordIsNotSettledForLong() throws Exception {
        var id = store();
        age(id, "processing_status = 'pending'");
        await().atMost(SOON).until(() -> noted(id));
        execute("""
                UPDATE reconcile_rounds SET positions = jsonb_set(positions, '{at}', '"1970-01-01T00:00:00Z"')
                WHERE positions IS NOT NULL""");

        await().atMost(SOON).untilAsserted(() -> operator().get("/operations/stuck").then()
                .body("look.waitingFor.topic", hasItem("transcript-ready")));
        settleAll();
        await().atMost(SOON).until(() -> events(id) == 2);
    }

    private static boolean noted(String id) throws SQLException {
        return count("""
                SELECT count(*) FROM reconcile_candidates JOIN reconcile_rounds r ON r.id = round_id
                WHERE transcript_id = '%s' AND positions IS NOT NULL""".formatted(id)) > 0;
    }

    private static String store() throws SQLException {
        String id = send(success(UUID.randomUUID().toString(), "hello")).statusCode(200).extract().path("transcriptId");
        await().until(() -> count("SELECT count(*) FROM outbox WHERE key = '%s'".formatted(id)) == 0);
        return id;
    }

    private static void age(String id, String state) throws SQLException {
        execute("UPDATE transcripts SET updated_at = now() - interval '2 minutes', %s WHERE id = '%s'".formatted(state,
                id));
    }

    private static String kindOf(String id) throws SQLException {
        return text(
                "SELECT kind FROM reconcile_candidates WHERE transcript_id = '%s'".formatted(id));
    }

    /// What had failed before Rolecall came has no dead letter, and what has no body cannot be labelled.
    @ParameterizedTest
    @ValueSource(strings = {"processing_status = 'failed', processing_code = 'legacy'",
            "processing_status = 'pending', month = '2020-01-01'"})
    void leavesWhatCannotBeQueued(String state) throws Exception {
        var id = store();
        age(id, state);

        await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> kindOf(id) == null);
    }

    /// All groups have settled all records.
    private static void settleAll() throws ExecutionException, InterruptedException {
        var servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) servers))) {
            for (var topic : Topics.OF_JOBS) {
                var wanted = new HashMap<TopicPartition, OffsetSpec>();
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()
                        .forEach(it -> wanted.put(new TopicPartition(topic, it.partition()), OffsetSpec.latest()));
                var commits = new HashMap<TopicPartition, OffsetAndMetadata>();
                admin.listOffsets(wanted).all().get()
                        .forEach((partition, end) -> commits.put(partition, new OffsetAndMetadata(end.offset())));
                admin.alterConsumerGroupOffsets(Topics.groupOf(topic), commits).all().get();
            }
        }
    }
}
