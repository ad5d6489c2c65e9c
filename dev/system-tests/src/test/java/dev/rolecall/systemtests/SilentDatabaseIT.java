package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Ports;
import org.junit.jupiter.api.Test;

/// Every established connection to PostgreSQL falls silent at once, as in a failover that no packet reports. New ones
/// work.
class SilentDatabaseIT {
    private static final CallbackBodies BODIES = CallbackBodies.of(10_000);
    private static final int POOL_SIZE = 20;

    @Test
    void makesNewConnectionsInsteadOfWaiting() {
        var ports = Ports.free();
        try (var proxy = SilencingProxy.before(ports.postgres());
                var stack = Stacks.fresh("silent-database", ports, Map.of("QUARKUS_DATASOURCE_REACTIVE_URL",
                        "postgresql://127.0.0.1:%d/%s".formatted(proxy.port(), Database.NAME)))) {
            stack.start();
            var api = new Api(stack);
            fillThePool(api, stack.database());
            var history = new History();
            try (var callbacks = PacedCallbacks.start(api, BODIES, history, 100_000, Duration.ofMillis(50))) {
                await().until(() -> history.acknowledged() > 20);

                assertThat(proxy.silence()).as("connections of both services").isGreaterThan(20);
                var began = System.nanoTime();
                await().atMost(Duration.ofSeconds(30)).until(() -> succeeds(api, 20));
                System.out.printf("Twenty callbacks at once are stored again %.1f s after the silence.%n",
                        (System.nanoTime() - began) / 1e9);

                // claims, leases, sweepers and deletions go on too
                assertThat(callbacks.stop()).isEqualTo(history.acknowledged());
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> history.account(stack.database()).isClear());
            assertThat(history.answers()).as("answers by status").containsOnlyKeys(200, 503);
        }
    }

    /// How many callbacks at once fill it depends on the machine, and some of so many may be refused.
    private static void fillThePool(Api api, Database database) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            atOnce(api, 200);
            return database.number("SELECT count(*) FROM pg_stat_activity WHERE usename = '%s'"
                    .formatted(Database.WEBHOOK)) >= POOL_SIZE;
        });
    }

    private static boolean succeeds(Api api, int count) {
        return atOnce(api, count).stream().allMatch(answer -> answer.statusCode() == 200);
    }

    private static List<HttpResponse<String>> atOnce(Api api, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> api.callback(BODIES.withRequestId(UUID.randomUUID())))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }
}
