package dev.rolecall.webhook;

import java.util.Map;

import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/// PostgreSQL and Kafka for the integration tests, with the rights of a deployment.
public class RealServers implements QuarkusTestResourceLifecycleManager {
    private static TestClassifier classifier;
    private Infrastructure infrastructure;

    /// The one that the service under test asks.
    public static TestClassifier classifier() {
        return classifier;
    }

    @Override
    public Map<String, String> start() {
        infrastructure = Infrastructure.start("webhook-service");
        classifier = TestClassifier.start();
        return Map.ofEntries(Map.entry("quarkus.datasource.reactive.url", infrastructure.database().url()),
                Map.entry("test.webhook.role", Database.WEBHOOK),
                Map.entry("quarkus.datasource.username", "${test.webhook.role}"),
                Map.entry("quarkus.datasource.password", Database.PASSWORD),
                Map.entry("kafka.bootstrap.servers", infrastructure.bootstrapServers()),
                Map.entry("test.owner.jdbc-url", infrastructure.database().jdbcUrl()),
                Map.entry("test.operator-key", infrastructure.database().addKey("tests", "operator")),
                Map.entry("quarkus.management.test-port", "9001"),
                Map.entry("rolecall.authentication.username", "deepgram"),
                Map.entry("rolecall.authentication.password", "secret"),
                Map.entry("rolecall.reading.max-body-size", "1M"),
                Map.entry("quarkus.rest-client.classifier.url", classifier.url()),
                Map.entry("rolecall.inline.secret", TestClassifier.SECRET),
                Map.entry("rolecall.inline.deadline", "1s"),
                Map.entry("rolecall.warm-up.duration", "0s"),
                Map.entry("rolecall.reading.large-bodies", "800K"),
                Map.entry("rolecall.reading.timeout", "2s"));
    }

    @Override
    public void stop() {
        if (classifier != null) {
            classifier.close();
        }
        if (infrastructure != null) {
            infrastructure.close();
        }
    }
}
