package dev.rolecall.webhook;

import java.util.Map;

import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/// PostgreSQL and Kafka for the integration tests, with the rights of a deployment.
public class RealServers implements QuarkusTestResourceLifecycleManager {
    private Infrastructure infrastructure;

    @Override
    public Map<String, String> start() {
        infrastructure = Infrastructure.start("webhook-service");
        return Map.of("quarkus.datasource.reactive.url", infrastructure.database().url(),
                "quarkus.datasource.username", Database.WEBHOOK,
                "quarkus.datasource.password", Database.PASSWORD,
                "kafka.bootstrap.servers", infrastructure.bootstrapServers(),
                "test.owner.jdbc-url", infrastructure.database().jdbcUrl(),
                "rolecall.callback.username", "deepgram",
                "rolecall.callback.password", "secret",
                "rolecall.callback.max-body-size", "1M");
    }

    @Override
    public void stop() {
        if (infrastructure != null) {
            infrastructure.close();
        }
    }
}
