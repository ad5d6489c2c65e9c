package dev.rolecall.localstack;

/// A real PostgreSQL with Rolecall's schema and a real Kafka, for the tests of a service.
public interface Infrastructure extends AutoCloseable {

    Database database();

    String bootstrapServers();

    @Override
    void close();

    /// Embedded, as child processes; with `ROLECALL_TEST_INFRA=containers` in containers.
    ///
    /// @param name keeps the files of this one apart
    static Infrastructure start(String name) {
        // never asked of the engine itself: one without images may take minutes to say
        // so
        return switch (System.getenv().getOrDefault("ROLECALL_TEST_INFRA", "embedded")) {
            case "embedded" -> EmbeddedInfrastructure.start(name);
            case "containers" -> ContainerInfrastructure.start();
            case String other -> throw new IllegalArgumentException(
                    "ROLECALL_TEST_INFRA is \"%s\"; it can be embedded or containers".formatted(other));
        };
    }
}
