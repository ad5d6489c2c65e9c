package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Stack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The flag `way` is changed under load, while a process is killed and while the LLM is away.
class WaysIT {
    private static final CallbackBodies BODIES = CallbackBodies.of(10_000);
    private static final Duration FOLLOWED = Duration.ofSeconds(3);
    private static Stack stack;
    private static Api api;

    @BeforeAll
    static void start() {
        stack = Stacks.fresh("ways", Map.of("ROLECALL_LLM_TIMEOUT", "10s"));
        stack.start();
        api = new Api(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @BeforeEach
    void answerPromptly() {
        api.fakeLlm("{\"mode\":\"answer\",\"latencyMs\":500}");
        api.forgetCalls();
    }

    @Test
    void labelsEveryTranscriptOnceWhileInlineComesAndGoesAndItsPodIsKilled() throws SQLException {
        var history = new History();
        int sent;
        try (var callbacks = PacedCallbacks.start(api, BODIES, history, 100_000, Duration.ofMillis(25))) {
            pass(FOLLOWED);
            inline(50);
            pass(FOLLOWED);
            inline(100);
            pass(FOLLOWED);
            await().until(() -> api.calls().path("inFlight").asInt() >= 5);
            stack.webhook().kill();
            stack.webhook().start();
            pass(FOLLOWED);
            inline(0);
            pass(FOLLOWED);
            sent = callbacks.stop();
        }

        await().atMost(Duration.ofMinutes(2)).until(() -> history.account(stack.database()).isClear());

        assertThat(history.acknowledged()).isEqualTo(sent);
        assertThat(number("SELECT count(*) FROM transcripts WHERE way = 'inline'")).isGreaterThan(100);
        assertThat(number("SELECT count(*) FROM transcripts WHERE way = 'queue'")).isGreaterThan(100);
        assertThat(api.calls().path("calls").asInt() / (double) sent).isLessThanOrEqualTo(1.01);
        await().atMost(Duration.ofSeconds(30)).until(() -> number("SELECT count(*) FROM outbox") == 0);
    }

    @Test
    void acknowledgesEveryCallbackWhileTheLlmIsAway() {
        inline(100);
        pass(FOLLOWED);
        var history = new History();
        int sent;
        try (var callbacks = PacedCallbacks.start(api, BODIES, history, 100_000, Duration.ofMillis(25))) {
            pass(FOLLOWED);
            api.fakeLlm("{\"mode\":\"failing\"}");
            pass(FOLLOWED);
            api.fakeLlm("{\"mode\":\"hanging\"}");
            pass(FOLLOWED);
            sent = callbacks.stop();
        }
        api.fakeLlm("{\"mode\":\"answer\"}");

        assertThat(history.answers()).isEqualTo(Map.of(200, sent));
        await().atMost(Duration.ofMinutes(3)).until(() -> history.account(stack.database()).isClear());
        inline(0);
    }

    /// As for a pod that restarts, or a network that drops what it is sent.
    @Test
    void queuesWhatNoClassifierTakes() {
        inline(100);
        pass(FOLLOWED);
        stack.classifier().kill();
        var began = System.nanoTime();

        var answer = api.callback(BODIES.withRequestId(UUID.randomUUID())).join();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
        stack.classifier().start();
        await().atMost(Duration.ofSeconds(60)).until(
                () -> number("SELECT count(*) FROM transcripts WHERE processing_status <> 'completed'") == 0);
        inline(0);
    }

    private static void inline(int percent) {
        api.way("{\"value\":\"inline\",\"percent\":%d}".formatted(percent));
    }

    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    private static long number(String query) throws SQLException {
        try (var connection = stack.database().connect(Database.OWNER);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
