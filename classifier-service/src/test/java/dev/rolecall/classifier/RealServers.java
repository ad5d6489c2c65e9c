package dev.rolecall.classifier;

import java.util.Map;

import dev.rolecall.fakellm.FakeLlm;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Infrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/// PostgreSQL, Kafka and the fake LLM for the integration tests, with the rights of a deployment and short waits.
public class RealServers implements QuarkusTestResourceLifecycleManager {
    static FakeLlm fakeLlm;
    private Infrastructure infrastructure;

    @Override
    public Map<String, String> start() {
        infrastructure = Infrastructure.start("classifier-service");
        fakeLlm = FakeLlm.start(0);
        return Map.ofEntries(Map.entry("quarkus.datasource.reactive.url", infrastructure.database().url()),
                Map.entry("quarkus.datasource.username", Database.CLASSIFIER),
                Map.entry("quarkus.datasource.password", Database.PASSWORD),
                Map.entry("kafka.bootstrap.servers", infrastructure.bootstrapServers()),
                Map.entry("quarkus.rest-client.openai.url", fakeLlm.url()),
                Map.entry("quarkus.management.test-port", "9001"),
                Map.entry("rolecall.llm.api-key", "test"),
                Map.entry("rolecall.inline.secret", "of both services"),
                Map.entry("rolecall.classification.channels.\"calls\"", "agent,customer"),
                Map.entry("rolecall.llm.timeout", "3s"),
                Map.entry("rolecall.settlement.delays", "200ms,300ms,400ms,500ms"),
                Map.entry("rolecall.concurrency.first-pause", "300ms"),
                Map.entry("rolecall.concurrency.longest-pause", "600ms"),
                Map.entry("test.owner.jdbc-url", infrastructure.database().jdbcUrl()),
                Map.entry("test.bootstrap-servers", infrastructure.bootstrapServers()));
    }

    @Override
    public void stop() {
        if (fakeLlm != null) {
            fakeLlm.close();
        }
        if (infrastructure != null) {
            infrastructure.close();
        }
    }
}
