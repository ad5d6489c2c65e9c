package dev.rolecall.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import dev.rolecall.localstack.Stack.Pod;

/// What a pod says of itself.
public final class Health {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Health() {}

    /// @param check `live` or `ready`
    public static boolean isUp(Pod pod, String check) {
        try {
            var request = HttpRequest.newBuilder(pod.management("/q/health/" + check)).timeout(TIMEOUT).build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException noAnswer) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
