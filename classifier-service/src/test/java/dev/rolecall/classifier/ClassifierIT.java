package dev.rolecall.classifier;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.rolecall.contract.Ids;
import dev.rolecall.contract.Topics;
import dev.rolecall.fakellm.Behaviour;
import dev.rolecall.fakellm.Mode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ClassifierIT {
    private final TestTranscripts transcripts = new TestTranscripts();
    private final TestRecords records = new TestRecords();

    @BeforeEach
    void answerPromptly() {
        RealServers.fakeLlm.behave(Behaviour.PROMPT);
    }

    @Test
    void labelsATranscriptAndTellsAboutIt() throws Exception {
        var id = transcripts.storeSample("support-call");

        ready(id, 1);

        awaitStatus(id, "completed");
        assertThat(transcripts.row(id).get("status")).isEqualTo("completed");
        assertThat((String) transcripts.row(id).get("result")).contains("\"role\": \"agent\"", "\"name\": \"Priya\"",
                "\"role\": \"customer\"", "\"name\": \"Tom\"");
        await().atMost(Duration.ofSeconds(15)).until(() -> records.in(Topics.CLASSIFIED, id.toString()).size() == 1);
    }

    @ParameterizedTest
    @CsvSource({"undiarized, one-channel-without-speakers", "silent, no-words"})
    void leavesUnlabelledWhatHasNobodyToTellApartAndAsksNobody(String sample, String reason) throws Exception {
        var id = transcripts.storeSample(sample);

        ready(id, 1);

        awaitStatus(id, "completed");
        assertThat(transcripts.row(id).get("unlabelled")).isEqualTo(reason);
        assertThat(calls(id, 1)).isZero();
    }

    @Test
    void doesNothingForAnEventThatComesTwice() throws Exception {
        RealServers.fakeLlm.behave(Behaviour.slow(Duration.ofMillis(500)));
        var id = transcripts.storeSample("interview");

        ready(id, 1);
        ready(id, 1);
        awaitStatus(id, "completed");
        ready(id, 1);

        pass(Duration.ofSeconds(2));
        assertThat(calls(id, 1)).isEqualTo(1);
        assertThat(transcripts.row(id).get("results")).isEqualTo(1L);
    }

    @Test
    void goesThroughAllTiersToTheDeadLettersAndComesBackByReplayOnce() throws Exception {
        var id = transcripts.storeSample("doctors-visit");
        RealServers.fakeLlm.behave(Behaviour.of(Mode.GARBAGE));

        ready(id, 1);

        awaitStatus(id, "failed");
        assertThat(transcripts.row(id)).containsEntry("status", "completed")
                .containsEntry("attempts", 5)
                .containsEntry("processing_code", "answer-unreadable");
        assertThat(calls(id, 1)).as("five attempts, each with one repair").isEqualTo(10);
        for (var tier : Topics.RETRIES) {
            assertThat(records.in(tier, id.toString())).hasSize(1);
        }
        var dead = await().atMost(Duration.ofSeconds(15))
                .until(() -> records.in(Topics.DEAD_LETTER, id.toString()), found -> found.size() == 1)
                .getFirst();
        assertThat(TestRecords.header(dead, "_rolecall_code")).isEqualTo("answer-unreadable");
        assertThat(TestRecords.header(dead, "_rolecall_attempts")).isEqualTo("5");

        RealServers.fakeLlm.behave(Behaviour.PROMPT);
        records.produce(Topics.READY, dead.key(), dead.value());
        records.produce(Topics.READY, dead.key(), dead.value());

        awaitStatus(id, "completed");
        pass(Duration.ofSeconds(2));
        assertThat(calls(id, 2)).isEqualTo(1);
        assertThat(transcripts.row(id)).containsEntry("job", 2).containsEntry("results", 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "transcript-ready"})
    void beginsNoJobWhileAnOperatorHasPausedTheTopic(String topic) throws Exception {
        transcripts.update(
                "INSERT INTO consumption_pauses (pod, topic, reason, paused_by) VALUES ('', ?, 'a test', 'me')",
                topic);
        try {
            await().until(() -> isPaused("transcript-ready"));
            await().until(() -> isPaused("transcript-ready.retry-5s") == topic.isEmpty());
            var ids = new ArrayList<UUID>();
            for (var i = 0; i < 100; i++) {
                ids.add(transcripts.storeSample("support-call"));
                ready(ids.getLast(), 1);
            }

            pass(Duration.ofSeconds(3));
            for (var id : ids) {
                assertThat(calls(id, 1)).isZero();
                assertThat(transcripts.row(id)).containsEntry("processing_status", "pending")
                        .containsEntry("attempts", 0);
            }
            given().port(9001).get("/q/health/live").then().statusCode(200);

            transcripts.update("DELETE FROM consumption_pauses WHERE topic = ?", topic);
            for (var id : ids) {
                awaitStatus(id, "completed");
                assertThat(calls(id, 1)).isEqualTo(1);
            }
        } finally {
            transcripts.update("DELETE FROM consumption_pauses WHERE topic = ?", topic);
        }
    }

    /// Nor by a pod that has not noticed yet: the claim itself is refused.
    @Test
    void claimsNothingInADatabaseThatIsNotUpToDate() throws Exception {
        transcripts.update("UPDATE database_identity SET confirmed = 'another'");
        try {
            var id = transcripts.storeSample("support-call");
            ready(id, 1);

            await().until(() -> isPaused("transcript-ready") && isPaused("transcript-ready.retry-10m"));
            pass(Duration.ofSeconds(3));
            assertThat(calls(id, 1)).isZero();
            assertThat(transcripts.row(id)).containsEntry("processing_status", "pending").containsEntry("claim", 0L);

            transcripts.update("UPDATE database_identity SET confirmed = database_incarnation()");
            awaitStatus(id, "completed");
            assertThat(calls(id, 1)).isEqualTo(1);
        } finally {
            transcripts.update("UPDATE database_identity SET confirmed = database_incarnation()");
        }
    }

    /// A retry comes back late, and the main topic goes on.
    @Test
    void pausesOneTierAlone() throws Exception {
        transcripts.update("""
                INSERT INTO consumption_pauses (pod, topic, reason, paused_by)
                VALUES ('', 'transcript-ready.retry-5s', 'a test', 'me'), ('another pod', '', 'a test', 'me')""");
        try {
            await().until(() -> isPaused("transcript-ready.retry-5s"));
            var id = transcripts.storeSample("support-call");
            RealServers.fakeLlm.behave(Behaviour.of(Mode.GARBAGE));
            ready(id, 1);
            await().until(() -> transcripts.row(id).get("attempts").equals(1));
            RealServers.fakeLlm.behave(Behaviour.PROMPT);

            pass(Duration.ofSeconds(3));
            assertThat(transcripts.row(id)).containsEntry("processing_status", "pending").containsEntry("attempts", 1);

            transcripts.update("DELETE FROM consumption_pauses");
            awaitStatus(id, "completed");
        } finally {
            transcripts.update("DELETE FROM consumption_pauses");
        }
    }

    /// By a copy of its dead letter.
    @ParameterizedTest
    @ValueSource(strings = {"parked_at", "discarded_at"})
    void bringsNothingBackThatIsParkedOrDiscarded(String act) throws Exception {
        var id = transcripts.storeSample("support-call");
        RealServers.fakeLlm.behave(Behaviour.of(Mode.REFUSING));
        ready(id, 1);
        awaitStatus(id, "failed");
        var dead = await().atMost(Duration.ofSeconds(15))
                .until(() -> records.in(Topics.DEAD_LETTER, id.toString()), found -> found.size() == 1)
                .getFirst();
        transcripts.update("""
                INSERT INTO dead_letters (topic_id, partition, record_offset, transcript_id, job, code, failed_at, %s)
                VALUES (gen_random_uuid(), 0, 0, ?, 1, 'refused', now(), now())""".formatted(act), id);
        RealServers.fakeLlm.behave(Behaviour.PROMPT);

        records.produce(Topics.READY, dead.key(), dead.value());

        pass(Duration.ofSeconds(2));
        awaitStatus(id, "failed");
        assertThat(calls(id, 2)).isZero();

        // an operator's replay raises the job itself
        transcripts.update("UPDATE transcripts SET job = 2, claim = claim + 1 WHERE id = ?", id);
        records.produce(Topics.READY, dead.key(), dead.value());
        awaitStatus(id, "completed");
    }

    /// A record that is passed on as it came names the job itself, not the next.
    @Test
    void bringsNothingBackThatIsParkedAndHasNotFailed() throws Exception {
        var id = transcripts.storeSample("support-call");
        transcripts.update(
                """
                        INSERT INTO dead_letters (topic_id, partition, record_offset, transcript_id, job, code, failed_at, parked_at)
                        VALUES (gen_random_uuid(), 0, 0, ?, 1, 'internal-error', now(), now())""",
                id);

        ready(id, 1);

        pass(Duration.ofSeconds(3));
        assertThat(transcripts.row(id)).containsEntry("processing_status", "pending");
        assertThat(records.in(Topics.RETRY_5S, id.toString())).isEmpty();
        assertThat(calls(id, 1)).isZero();
    }

    @Test
    void sendsWhatCanNeverSucceedStraightToTheDeadLetters() throws Exception {
        var id = transcripts.storeSample("support-call");
        RealServers.fakeLlm.behave(Behaviour.of(Mode.REFUSING));

        ready(id, 1);

        awaitStatus(id, "failed");
        assertThat(calls(id, 1)).isEqualTo(1);
    }

    /// The provider accepts the built-in conversation, so this transcript is at fault.
    @Test
    void givesUpATranscriptThatIsRejectedAlone() throws Exception {
        var accepted = transcripts.storeSample("support-call");
        ready(accepted, 1);
        awaitStatus(accepted, "completed");
        var id = transcripts.store(DECLARED.replace("calls", "other").replace("my order", "my xyzzy"));
        RealServers.fakeLlm.behave(Behaviour.PROMPT.rejecting("xyzzy"));

        ready(id, 1);

        awaitStatus(id, "failed");
        assertThat((String) transcripts.row(id).get("processing_reason")).contains("accepts another conversation");
        // with all optional fields, and with `store` alone, before and after the canary
        assertThat(calls(id, 1)).isEqualTo(4);
    }

    /// The first answer has unsupported claims, and the question about them is rejected.
    @Test
    void keepsAnAnswerThatWasPaidForIfTheSecondQuestionIsRejected() throws Exception {
        var id = transcripts.store("""
                {"results":{"channels":[{"alternatives":[{"words":[
                {"word":"hello","start":0,"end":1,"speaker":0},{"word":"bye","start":1,"end":2,"speaker":1},
                {"word":"the other one is a doctor named Smith","start":2,"end":3,"speaker":0}]}]}]}}""");
        RealServers.fakeLlm.behave(Behaviour.of(Mode.GULLIBLE).rejecting("The turns do not support"));

        ready(id, 1);

        awaitStatus(id, "completed");
        assertThat((String) transcripts.row(id).get("result")).contains("\"unrepaired\": \"invalid_request_error\"")
                .doesNotContain("Smith\", \"role");
        assertThat(transcripts.row(id)).containsEntry("attempts", 0).containsEntry("results", 1L);
    }

    /// With the tag "calls", whose channels are declared by configuration.
    private static final String DECLARED = """
            {"metadata":{"tags":["calls"]},"results":{"channels":[
            {"alternatives":[{"words":[{"word":"How can I help you?","start":0,"end":1}]}]},
            {"alternatives":[{"words":[{"word":"I have a question about my order.","start":1,"end":2}]}]}]}}""";

    @Test
    void asksNothingWhereNothingIsLeftToAsk() throws Exception {
        var id = transcripts.store(DECLARED);

        ready(id, 1);

        awaitStatus(id, "completed");
        assertThat((String) transcripts.row(id).get("result")).contains("\"role\": \"agent\"",
                "\"role\": \"customer\"");
        assertThat(calls(id, 1)).isZero();
    }

    @Test
    void labelsWhatNeedsNoLlmWhileTheLlmIsAway() throws Exception {
        RealServers.fakeLlm.behave(Behaviour.of(Mode.WRONG_KEY));
        var waiting = new ArrayList<UUID>();
        for (var i = 0; i < 20; i++) {
            waiting.add(transcripts.storeSample("two-channel-call"));
            ready(waiting.getLast(), 1);
        }
        var declared = transcripts.store(DECLARED);

        ready(declared, 1);

        awaitStatus(declared, "completed");
        assertThat(codes(waiting)).contains("llm-away").doesNotContain("completed");
        RealServers.fakeLlm.behave(Behaviour.PROMPT);
        for (var id : waiting) {
            awaitStatus(id, "completed");
            assertThat(transcripts.row(id)).containsEntry("attempts", 0);
        }
    }

    private List<String> codes(List<UUID> ids) throws SQLException {
        var codes = new ArrayList<String>();
        for (var id : ids) {
            codes.add(String.valueOf(transcripts.row(id).get("processing_code")));
            codes.add(String.valueOf(transcripts.row(id).get("processing_status")));
        }
        return codes;
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "OUT_OF_QUOTA", "WRONG_KEY", "REJECTING"})
    void spendsNoAttemptOnAProviderThatSaysNoToEverybody(Mode mode) throws Exception {
        var id = transcripts.storeSample("support-call");
        RealServers.fakeLlm.behave(Behaviour.of(mode).withRetryAfter(Duration.ofMillis(300)));

        ready(id, 1);

        await().atMost(Duration.ofSeconds(15)).until(() -> calls(id, 1) >= 3);
        assertThat(transcripts.row(id)).containsEntry("attempts", 0);
        given().port(9001).get("/q/health/live").then().statusCode(200);
        RealServers.fakeLlm.behave(Behaviour.PROMPT);
        awaitStatus(id, "completed");
        assertThat(records.in(Topics.DEAD_LETTER, id.toString())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_OFF", "FAILING", "HANGING"})
    void triesAgainAfterAHiccup(Mode mode) throws Exception {
        var id = transcripts.storeSample("two-channel-call");
        RealServers.fakeLlm.behave(Behaviour.of(mode));
        ready(id, 1);
        await().atMost(Duration.ofSeconds(15)).until(() -> !transcripts.row(id).get("attempts").equals(0));

        RealServers.fakeLlm.behave(Behaviour.PROMPT);

        awaitStatus(id, "completed");
    }

    @Test
    void doesNotBelieveAModelThatWasTalkedIntoSomething() throws Exception {
        var id = transcripts.store("""
                {"results":{"channels":[{"alternatives":[{"words":[
                {"word":"hello","start":0,"end":1,"speaker":0},{"word":"bye","start":1,"end":2,"speaker":1},
                {"word":"so","start":2,"end":3,"speaker":0},{"word":"well","start":3,"end":4,"speaker":2},
                {"word":"the other one is a doctor named Smith","start":4,"end":5,"speaker":0}]}]}]}}""");
        RealServers.fakeLlm.behave(Behaviour.of(Mode.GULLIBLE));

        ready(id, 1);

        awaitStatus(id, "completed");
        assertThat((String) transcripts.row(id).get("result")).doesNotContain("\"role\": \"doctor\"")
                .doesNotContain("\"name\": \"Smith\"");
    }

    @Test
    void takesRolesAndRosterFromTheTranscriptsOwnExtra() throws Exception {
        var body = """
                {"metadata":{"extra":{"rolecall_roles":"{\\"agent\\":\\"sells\\",\\"customer\\":\\"buys\\"}",
                "rolecall_roster":"[\\"Priya Natarajan\\"]"}},
                "results":{"channels":[{"alternatives":[{"words":[
                {"word":"Hello, my name is Priya, how can I help you?","start":0,"end":1,"speaker":0},
                {"word":"I'm calling about my order.","start":1,"end":2,"speaker":1}]}]}]}}""";
        var id = transcripts.store(body);

        ready(id, 1);

        awaitStatus(id, "completed");
        assertThat((String) transcripts.row(id).get("result")).contains("\"setting\": \"own\"",
                "\"rosterEntry\": \"Priya Natarajan\"", "\"problems\": []");
    }

    @Test
    void keepsTokensAndCostWithTheResult() throws Exception {
        var id = transcripts.storeSample("support-call");

        ready(id, 1);

        awaitStatus(id, "completed");
        assertThat(transcripts.row(id)).hasEntrySatisfying("input_tokens", it -> assertThat((Integer) it).isPositive())
                .hasEntrySatisfying("cost_usd", it -> assertThat((java.math.BigDecimal) it).isPositive());
        assertThat(metrics()).contains("rolecall_llm_tokens_total{kind=\"input\"", "rolecall_llm_cost_usd_total");
    }

    /// Everything that leaves this pod beside the request to the LLM and the stored result.
    @Test
    void letsNoWordOfTheTranscriptIntoLogsMetricsOrRecords() throws Exception {
        var canary = "Zanzibarquokka";
        var body = """
                {"results":{"channels":[{"alternatives":[{"words":[
                {"word":"Hello, my name is %s","start":0,"end":1,"speaker":0},
                {"word":"Thanks, %s","start":1,"end":2,"speaker":1}]}]}]}}""".formatted(canary, canary);
        try (var log = LogLines.everything()) {
            for (var mode : List.of(Mode.ANSWER, Mode.GARBAGE, Mode.CUT_OFF, Mode.REJECTING, Mode.FAILING,
                    Mode.REFUSING)) {
                var id = transcripts.store(body);
                RealServers.fakeLlm.behave(Behaviour.of(mode));
                ready(id, 1);
                await().atMost(Duration.ofSeconds(40)).until(() -> calls(id, 1) > 0 && isSettled(id));
                RealServers.fakeLlm.behave(Behaviour.PROMPT);
                await().atMost(Duration.ofSeconds(40)).until(() -> hasEnded(id));
                for (var topic : Topics.ALL) {
                    for (var record : records.in(topic, id.toString())) {
                        assertThat(record.value()).doesNotContainIgnoringCase(canary);
                        record.headers().forEach(header -> assertThat(new String(header.value(), UTF_8))
                                .doesNotContainIgnoringCase(canary));
                    }
                }
            }
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.toLowerCase(Locale.ROOT)
                    .contains(canary.toLowerCase(Locale.ROOT)));
        }
        assertThat(metrics()).doesNotContainIgnoringCase(canary);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"not json at all", "{\"schemaVersion\":1}", "{\"schemaVersion\":9}", "null"})
    void buriesAPoisonEventAsItCame(String value) throws Exception {
        var key = UUID.randomUUID().toString();

        records.produce(Topics.READY, key, value);

        var dead = await().atMost(Duration.ofSeconds(15))
                .until(() -> records.in(Topics.DEAD_LETTER, key), found -> found.size() == 1)
                .getFirst();
        assertThat(dead.value()).isEqualTo(value);
        assertThat(TestRecords.header(dead, "_rolecall_code")).isEqualTo("unreadable-event");
    }

    /// PostgreSQL's text and JSON cannot contain NUL.
    @Test
    void buriesARecordThatPostgresCannotStoreByteForByte() throws Exception {
        var key = "a\0b" + UUID.randomUUID();
        byte[] value = {'{', 0, (byte) 0xff, '}'};
        byte[] header = {0, (byte) 0xfe};
        var record = new ProducerRecord<>(Topics.READY, key.getBytes(UTF_8), value);
        record.headers().add("from", header);

        records.produce(record);

        var dead = await().atMost(Duration.ofSeconds(15))
                .until(() -> records.in(Topics.DEAD_LETTER, key, new ByteArrayDeserializer()),
                        found -> found.size() == 1)
                .getFirst();
        assertThat(dead.value()).isEqualTo(value);
        assertThat(dead.headers().lastHeader("from").value()).isEqualTo(header);
        assertThat(TestRecords.header(dead, "_rolecall_code")).isEqualTo("unreadable-event");
    }

    @Test
    void labelsWhateverTheTraceOfTheEventIs() throws Exception {
        var id = transcripts.storeSample("support-call");

        records.produce(Topics.READY, id.toString(),
                """
                        {"schemaVersion":1,"transcriptId":"%s","job":1,"attempt":1,"trace":"\\u0000"}""".formatted(id));

        awaitStatus(id, "completed");
    }

    /// A strange constraint stands for whatever we did not think of.
    @Test
    void buriesARecordThatCannotBeSettledAsItCame() throws Exception {
        var id = Ids.next();
        transcripts.update("ALTER TABLE outbox ADD CONSTRAINT strange CHECK (key <> '%s') NOT VALID".formatted(id));
        try {
            ready(id, 1);

            var dead = await().atMost(Duration.ofSeconds(15))
                    .until(() -> records.in(Topics.DEAD_LETTER, id.toString()), found -> found.size() == 1)
                    .getFirst();
            assertThat(TestRecords.header(dead, "_rolecall_code")).isEqualTo("internal-error");
            assertThat(new JsonObject(dead.value()).getInteger("job")).isEqualTo(1);
        } finally {
            transcripts.update("ALTER TABLE outbox DROP CONSTRAINT strange");
        }
    }

    /// A restore from a backup brings the transcript back with the job that it had.
    @Test
    void buriesAnEventWhoseTranscriptIsGoneUntilItIsBack() throws Exception {
        var id = transcripts.storeSample("support-call");
        transcripts.update("UPDATE transcripts SET id = overlay(id::text placing 'f' from 1)::uuid WHERE id = ?", id);
        var moved = UUID.fromString("f" + id.toString().substring(1));

        ready(id, 1);

        var dead = await().atMost(Duration.ofSeconds(15))
                .until(() -> records.in(Topics.DEAD_LETTER, id.toString()), found -> found.size() == 1)
                .getFirst();
        assertThat(TestRecords.header(dead, "_rolecall_code")).isEqualTo("transcript-gone");

        transcripts.update("UPDATE transcripts SET id = '%s' WHERE id = ?".formatted(id), moved);
        records.produce(Topics.READY, id.toString(), dead.value());
        awaitStatus(id, "completed");
    }

    @Test
    void buriesATranscriptWhoseBodyIsUnreadable() throws Exception {
        var id = transcripts.store("{\"results\":[]}");

        ready(id, 1);

        awaitStatus(id, "failed");
        assertThat(transcripts.row(id)).containsEntry("processing_code", "body-unreadable");
    }

    @Test
    void doesNotLetALateResultOfAnExpiredClaimOverwrite() throws Exception {
        var id = transcripts.storeSample("support-call");
        RealServers.fakeLlm.behave(Behaviour.slow(Duration.ofSeconds(2)));
        ready(id, 1);
        await().atMost(Duration.ofSeconds(15)).until(() -> calls(id, 1) == 1);

        // as if this pod had been away for longer than its lease, and another had taken
        // over
        transcripts.update(
                "UPDATE transcripts SET claim = claim + 1, lease_until = now() + interval '3 s' WHERE id = ?", id);
        pass(Duration.ofSeconds(3));
        assertThat(transcripts.row(id)).containsEntry("processing_status", "processing").containsEntry("results", 0L);

        // and the other died: the event that comes again finds the lease run out
        RealServers.fakeLlm.behave(Behaviour.PROMPT);
        ready(id, 1);
        awaitStatus(id, "completed");
        assertThat(transcripts.row(id)).containsEntry("results", 1L);
    }

    @Test
    void comesBackAfterTheLeaseOfAnotherPodWithTheSameAttempt() throws Exception {
        var id = transcripts.storeSample("support-call");
        transcripts.update("""
                UPDATE transcripts SET processing_status = 'processing', claim = 1, lease_until = now() + interval '2 s'
                WHERE id = ?""", id);

        ready(id, 1);

        awaitStatus(id, "completed");
        assertThat(transcripts.row(id)).containsEntry("attempts", 0);
        assertThat(calls(id, 1)).isEqualTo(1);
    }

    private void ready(UUID id, int job) throws Exception {
        records.produce(Topics.READY, id.toString(), """
                {"schemaVersion":1,"transcriptId":"%s","job":%d,"attempt":1,"bodySize":1}""".formatted(id, job));
    }

    private void awaitStatus(UUID id, String status) {
        await().atMost(Duration.ofSeconds(40))
                .ignoreException(SQLException.class)
                .until(() -> transcripts.row(id).get("processing_status").equals(status));
    }

    /// Long enough for something to happen that should not.
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    private boolean isSettled(UUID id) throws SQLException {
        return !transcripts.row(id).get("processing_status").equals("processing");
    }

    private boolean hasEnded(UUID id) throws SQLException {
        return List.of("completed", "failed").contains(transcripts.row(id).get("processing_status"));
    }

    private static String metrics() {
        return given().port(9001).get("/q/metrics").asString();
    }

    private static int calls(UUID id, int job) {
        return RealServers.fakeLlm.calls().getJsonObject("byClientRequestId").getInteger(id + "-" + job, 0);
    }

    private static boolean isPaused(String topic) {
        return metrics().contains("rolecall_consumption_paused{topic=\"%s\"} 1.0".formatted(topic));
    }
}
