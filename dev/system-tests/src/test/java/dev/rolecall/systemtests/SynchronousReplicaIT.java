package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.rolecall.localstack.Stack;
import org.junit.jupiter.api.Test;

/// PostgreSQL waits for a synchronous replica that is away: nothing is acknowledged that only the primary has.
class SynchronousReplicaIT {
    private static final CallbackBodies BODIES = CallbackBodies.of(10_000);

    @Test
    void acknowledgesNothingThatTheReplicaDoesNotHave() {
        try (var stack = Stacks.fresh("synchronous-replica")) {
            stack.startServers();
            stack.webhook().start();
            var api = new Api(stack);
            var requestId = UUID.randomUUID();
            assertThat(status(api, UUID.randomUUID())).isEqualTo(200);

            replica(stack, "ALTER SYSTEM SET synchronous_standby_names = 'away'");
            // the server follows its reloaded settings a moment later
            await().atMost(Duration.ofSeconds(10)).until(() -> status(api, UUID.randomUUID()) == 503);
            assertThat(status(api, requestId)).isEqualTo(503);
            // the restart ends the wait: now the row is visible, and only the primary has
            // it
            stack.postgres().kill();
            stack.postgres().start();
            await().atMost(Duration.ofSeconds(20)).until(() -> rows(stack, requestId) == 1);

            assertThat(status(api, requestId)).as("a repeat that finds the row").isEqualTo(503);
            // four pools' worth of callbacks, and their repeats: the connections do not run
            // out
            IntStream.range(0, 3).forEach(_ -> assertThat(IntStream.range(0, 80)
                    .mapToObj(_ -> api.callback(BODIES.withRequestId(UUID.randomUUID())))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)).allMatch(answer -> answer.statusCode() == 503));
            assertThat(rows(stack, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'rolecall_webhook'"))
                    .isLessThanOrEqualTo(41);

            replica(stack, "ALTER SYSTEM RESET synchronous_standby_names");
            await().atMost(Duration.ofSeconds(30)).until(() -> status(api, requestId) == 200);
        }
    }

    private static int status(Api api, UUID requestId) {
        return api.callback(BODIES.withRequestId(requestId)).join().statusCode();
    }

    private static void replica(Stack stack, String sql) {
        stack.database().execute(sql, "SELECT pg_reload_conf()");
    }

    private static int rows(Stack stack, UUID requestId) {
        return rows(stack, "SELECT count(*) FROM transcripts WHERE request_id = '" + requestId + "'");
    }

    private static int rows(Stack stack, String query) {
        return (int) stack.database().number(query);
    }
}
