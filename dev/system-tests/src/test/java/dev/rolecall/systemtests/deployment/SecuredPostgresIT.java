package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Stacks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callbacks over TLS to PostgreSQL, configured as in k8s/overlays/production.
class SecuredPostgresIT {
    private static final Stack STACK = Stacks.fresh("secured-postgres");
    @TempDir
    private static @Nullable Path folder;

    @BeforeAll
    static void start() throws Exception {
        STACK.postgres().start();
        STACK.database().prepare();
        var certificate = Certificate.in(folder());
        STACK.database().execute("ALTER SYSTEM SET ssl_cert_file = '%s'".formatted(certificate.pem()),
                "ALTER SYSTEM SET ssl_key_file = '%s'".formatted(certificate.key()), "ALTER SYSTEM SET ssl = on",
                "SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() {
        STACK.close();
    }

    private static Path folder() {
        return Objects.requireNonNull(folder);
    }

    /// The first callback may be refused: its connection is made within the time that a callback has, and the server
    /// reads its settings at a time of its own.
    @Test
    void storesOverTls() {
        withAPodThatTrusts(folder().resolve("ca.crt"), pod -> {
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(answer(pod)).isEqualTo(200));
            assertThat(areConnectionsOverTls()).isTrue();
        });
    }

    @Test
    void tellsNothingToAServerThatItDoesNotTrust() throws Exception {
        var other = Certificate.in(Files.createDirectory(folder().resolve("other")));

        withAPodThatTrusts(other.pem(), pod -> {
            await().atMost(Duration.ofMinutes(2)).until(() -> answer(pod) != 0);
            for (int i = 0; i < 5; i++)
                assertThat(answer(pod)).isEqualTo(503);
        });
    }

    private static void withAPodThatTrusts(Path certificate, Consumer<Pod> test) {
        var environment = new HashMap<>(Manifests.production("QUARKUS_DATASOURCE_REACTIVE_"));
        environment.putAll(Map.of("QUARKUS_DATASOURCE_REACTIVE_URL", STACK.database().url(),
                "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS", certificate.toString()));
        var pod = STACK.anotherWebhook("webhook", environment);
        // start() would wait for readiness, which a pod without PostgreSQL never has
        var starts = CompletableFuture.runAsync(pod.server()::start);
        try {
            test.accept(pod);
        } finally {
            pod.server().stop();
            starts.cancel(true);
        }
    }

    /// @return 0 if there is none
    private static int answer(Pod pod) {
        return new Api(STACK, pod.url("")).callback(CallbackBodies.of(3000).withRequestId(UUID.randomUUID()))
                .handle((answer, failure) -> failure == null ? answer.statusCode() : 0)
                .join();
    }

    private static boolean areConnectionsOverTls() {
        try (var connection = STACK.database().connectAsSuperuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT count(*) > 0 AND bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                        WHERE usename = 'rolecall_webhook'""")) {
            rows.next();
            return rows.getBoolean(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
