package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Server;
import dev.rolecall.localstack.Stack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real faults: processes are killed with kill -9 and restarted with their data.
class FaultsIT {
    private static final CallbackBodies BODIES = CallbackBodies.of(10_000);
    private static Stack stack;
    private static Api api;

    @BeforeAll
    static void start() {
        stack = Stacks.fresh("faults");
        stack.start();
        api = new Api(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @BeforeEach
    void answerPromptly() {
        api.fakeLlm("{\"mode\":\"answer\",\"latencyMs\":0}");
    }

    @Test
    void finishesWhatAKilledClassifierHadClaimed() throws Exception {
        api.fakeLlm("{\"latencyMs\":30000}");
        var id = send(UUID.randomUUID()).path("transcriptId").asText();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.transcript(id).path("processingStatus").asText().equals("processing"));

        stack.classifier().kill();
        api.fakeLlm("{\"latencyMs\":0}");
        stack.classifier().start();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> api.transcript(id).path("processingStatus").asText().equals("completed"));
        assertThat(api.transcript(id).path("attempts").asInt()).isZero();
    }

    @Test
    void handsBackWhatAStoppedClassifierCannotFinish() {
        stack.classifier().stop();
        var impatient = stack.anotherClassifier("impatient-classifier", Map.of("ROLECALL_CONCURRENCY_DRAIN", "1s"));
        impatient.server().start();
        api.fakeLlm("{\"latencyMs\":30000}");
        var id = send(UUID.randomUUID()).path("transcriptId").asText();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.transcript(id).path("processingStatus").asText().equals("processing"));

        impatient.server().stop();

        assertThat(api.transcript(id).path("processingStatus").asText()).isEqualTo("pending");
        api.fakeLlm("{\"latencyMs\":0}");
        stack.classifier().start();
        await().atMost(Duration.ofSeconds(40))
                .until(() -> api.transcript(id).path("processingStatus").asText().equals("completed"));
        assertThat(api.transcript(id).path("attempts").asInt()).isZero();
    }

    @Test
    void answers503AtOnceWhilePostgresIsAwayAnd200WhenItIsBack() throws Exception {
        var requestId = UUID.randomUUID();
        send(UUID.randomUUID());
        stack.postgres().kill();

        var began = System.nanoTime();
        var answer = api.callback(BODIES.withRequestId(requestId)).get();
        var took = Duration.ofNanos(System.nanoTime() - began);
        stack.postgres().start();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.callback(BODIES.withRequestId(requestId)).get().statusCode() == 200);
    }

    @Test
    void startsAndAnswersWithoutKafkaAndPublishesEverythingLater() throws Exception {
        stack.kafka().kill();
        stack.webhook().kill();
        stack.webhook().start();

        var ids = IntStream.range(0, 50).mapToObj(_ -> send(UUID.randomUUID()).path("transcriptId").asText()).toList();

        assertThat(outbox()).isGreaterThanOrEqualTo(50);
        var metrics = new Metrics(stack.webhookManagement("/q/metrics"));
        await().atMost(Duration.ofSeconds(30)).until(() -> metrics.value("rolecall_outbox_rows") >= 50
                && metrics.value("rolecall_outbox_oldest_age_seconds") > 0);
        assertThat(api.get(stack.webhookManagement("/q/health/ready")).path("status").asText()).isEqualTo("UP");
        stack.kafka().start();
        await().atMost(Duration.ofSeconds(60)).until(() -> outbox() == 0);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ids.stream()
                        .allMatch(id -> api.transcript(id).path("processingStatus").asText().equals("completed")));
    }

    @Test
    void losesNothingWhenEveryProcessIsKilledOnce() {
        api.fakeLlm("{\"latencyMs\":1000}");
        api.forgetCalls();
        var history = new History();
        int sent;
        var servers = List.of(stack.classifier(), stack.kafka(), stack.webhook(), stack.postgres());
        try (var callbacks = PacedCallbacks.start(api, BODIES, history, 100_000, Duration.ofMillis(40))) {
            servers.forEach(FaultsIT::killUnderLoad);
            sent = callbacks.stop();
        }

        await().atMost(Duration.ofMinutes(4)).until(() -> history.account(stack.database()).isClear());

        assertThat(history.acknowledged()).isEqualTo(sent);
    }

    @Test
    void isAsDurableAsInProduction() throws SQLException {
        try (var connection = stack.database().connect(Database.OWNER); var statement = connection.createStatement()) {
            for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                try (var rows = statement.executeQuery("SHOW " + setting)) {
                    rows.next();
                    assertThat(rows.getString(1)).as(setting).isEqualTo("on");
                }
            }
        }
    }

    private static void killUnderLoad(Server server) {
        await().atMost(Duration.ofSeconds(60)).until(() -> api.calls().path("inFlight").asInt() >= 5);
        server.kill();
        server.start();
    }

    private static JsonNode send(UUID requestId) {
        var answer = api.callback(BODIES.withRequestId(requestId)).join();
        assertThat(answer.statusCode()).isEqualTo(200);
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private static int outbox() throws SQLException {
        try (var connection = stack.database().connect(Database.OWNER);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM outbox WHERE writer = 'webhook-service'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
