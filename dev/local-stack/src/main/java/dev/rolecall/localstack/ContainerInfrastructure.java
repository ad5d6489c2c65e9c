package dev.rolecall.localstack;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// PostgreSQL and Kafka in containers. Testcontainers stops them when this JVM ends.
record ContainerInfrastructure(PostgreSQLContainer postgres, KafkaContainer kafka) implements Infrastructure {
    private static final String POSTGRES_IMAGE = "postgres:18.1";
    private static final String KAFKA_IMAGE = "apache/kafka:4.1.2";

    static ContainerInfrastructure start() {
        var containers = new ContainerInfrastructure(new PostgreSQLContainer(POSTGRES_IMAGE),
                new KafkaContainer(KAFKA_IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"));
        containers.postgres.start();
        containers.kafka.start();
        containers.database().prepare();
        return containers;
    }

    @Override
    public Database database() {
        return new Database(postgres.getHost(), postgres.getFirstMappedPort(),
                "%s&user=%s&password=%s".formatted(postgres.getJdbcUrl(), postgres.getUsername(),
                        postgres.getPassword()));
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public void close() {
        kafka.stop();
        postgres.stop();
    }
}
