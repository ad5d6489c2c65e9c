package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import dev.rolecall.localstack.Stack;
import org.junit.jupiter.api.Test;

/// PostgreSQL is recovered to a point in time from a base backup and its archived log, while everything else runs: what operators
/// do after a mistake. Kafka is ahead of it then.
class RestoreDrillIT {
    private static final CallbackBodies BODIES = CallbackBodies.of(5_000);
    private static final Duration SOON = Duration.ofSeconds(60);
    /// The reconciler's, plus the tier that a retry may wait in.
    private static final Duration HEALS = Duration.ofMinutes(4);

    @Test
    void healsWithoutAHand() {
        try (var stack = Stacks.fresh("restore-drill")) {
            stack.start();
            var api = new Api(stack);
            var drill = new PointInTime(stack);
            await().atMost(SOON).until(() -> isServed(api, stack));
            var kept = api.store(BODIES, 5);
            var erased = api.store(BODIES, 1).getFirst();
            kept.forEach(id -> awaitLabelled(api, id));
            awaitLabelled(api, erased);
            drill.backUp();
            api.fakeLlm("{\"latencyMs\":3000}");
            var underWay = api.store(BODIES, 5);
            await().atMost(SOON).until(() -> api.calls().path("inFlight").asInt() == 5);
            drill.markPoint();

            // what the recovery loses: results, and an erasure
            underWay.forEach(id -> awaitLabelled(api, id));
            api.act(stack.webhookUrl("/operations/erasures"), "{\"transcriptId\":\"%s\"}".formatted(erased));
            awaitInKafka(stack);
            drill.recover();

            await().atMost(HEALS).until(() -> isServed(api, stack));
            assertThat(api.transcript(erased).path("erasedAt").asText()).as("is erased again").isNotEmpty();
            assertThat(stack.database()
                    .number("SELECT count(*) FROM raw_transcripts WHERE transcript_id = '%s'".formatted(erased)))
                    .isZero();
            assertThat(stack.database().number("SELECT count(*) FROM audit WHERE act = 'restore-healed'")).isEqualTo(1);
            kept.forEach(id -> awaitLabelled(api, id));
            underWay.forEach(id -> await().atMost(HEALS).until(() -> isLabelled(api, id)));
            assertThat(underWay).as("asked again of the LLM at most once")
                    .allMatch(id -> api.calls().path("byClientRequestId").path(id + "-1").asInt() <= 2);
            awaitLabelled(api, api.store(BODIES, 1).getFirst());
        }
    }

    /// The outbox is empty, and a mark has been noted since.
    private static void awaitInKafka(Stack stack) {
        var mark = stack.database().number("SELECT mark FROM database_identity");
        await().atMost(SOON).until(() -> stack.database().number("SELECT count(*) FROM outbox") == 0
                && stack.database().number("SELECT mark FROM database_identity") > mark + 1);
    }

    private static boolean isServed(Api api, Stack stack) {
        try {
            return api.read(stack.webhookUrl("/operations/restore")).path("confirmed").asBoolean();
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private static void awaitLabelled(Api api, String id) {
        await().atMost(SOON).until(() -> isLabelled(api, id));
    }

    private static boolean isLabelled(Api api, String id) {
        return api.transcript(id).path("processingStatus").asText().equals("completed");
    }
}
