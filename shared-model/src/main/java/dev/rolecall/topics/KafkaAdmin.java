package dev.rolecall.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/// Kafka's admin client, made when it is first needed: a service starts while Kafka is unavailable.
@ApplicationScoped
public class KafkaAdmin {
    private final Map<String, Object> kafka;
    private @Nullable Admin admin;

    KafkaAdmin(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /// @throws IllegalStateException if no broker's name can be resolved
    public synchronized Admin client() {
        if (admin == null) {
            try {
                admin = Admin.create(settings());
            } catch (KafkaException e) {
                throw new IllegalStateException("failed to make a client: " + e, e);
            }
        }
        return admin;
    }

    /// The settings of a client whose calls end within five seconds.
    public Map<String, Object> settings() {
        var settings = new HashMap<>(kafka);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2000);
        return settings;
    }

    /// Blocks until the broker has answered.
    ///
    /// @param what as a verb phrase: "failed to {what}"
    /// @throws IllegalStateException if it fails, with Kafka's own exception as the cause
    public static <T> T get(KafkaFuture<T> result, String what) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("failed to %s: %s".formatted(what, e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + what, e);
        }
    }

    @PreDestroy
    synchronized void stop() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
