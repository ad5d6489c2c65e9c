package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.rolecall.localstack.Stack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Services that start before PostgreSQL and Kafka.
class UnavailableServersIT {
    @ParameterizedTest
    @ValueSource(strings = {"webhook-service", "classifier-service"})
    void startsWithoutThemAndLogsNoStackTrace(String service) throws IOException {
        try (var stack = Stacks.fresh("unavailable-servers")) {
            var log = stack.folder().log(service);
            Files.deleteIfExists(log);
            var isWebhook = service.equals("webhook-service");
            var server = isWebhook ? stack.webhook() : stack.classifier();
            var ready = isWebhook
                    ? stack.webhookManagement("/q/health/ready")
                    : stack.classifierManagement("/q/health/ready");

            // asks for readiness, which does not come, until the server stops
            var starting = CompletableFuture.runAsync(server::start);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(log) && Files.readString(log).contains("Listening on"));
            assertThatThrownBy(() -> new Api(stack).get(ready)).hasMessageContaining("503");
            if (isWebhook) {
                // a 401 would make a reader throw a good key away
                assertThat(readingWith(stack, "Bearer rolecall_any")).isEqualTo(503);
                assertThat(readingWith(stack, "")).isEqualTo(401);
            }
            // before the stop: a probe that arrives while Vert.x stops makes Quarkus log a
            // stack trace
            var lines = Files.readAllLines(log);
            server.stop();

            assertThat(lines).noneMatch(line -> line.startsWith("\tat "));
            assertThat(starting).failsWithin(Duration.ofSeconds(10));
        }
    }

    private static int readingWith(Stack stack, String authorization) {
        var request = HttpRequest.newBuilder(stack.webhookUrl("/transcripts"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new IllegalStateException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
