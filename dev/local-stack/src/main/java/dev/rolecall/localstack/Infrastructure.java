package dev.rolecall.localstack;

/// A real PostgreSQL with Rolecall's schema and a real Kafka, for the tests of a service.
public interface Infrastructure extends AutoCloseable {

    Database database();

    String bootstrapServers();

    @Override
    void close();

    /// Embedded, as child processes; with `ROLECALL_TEST_INFRA=containers` in containers.
    ///
    /// @param name of the folder for its files
    static Infrastructure start(String name) {
        // the engine itself is not asked: without images it may take minutes to answer
        return switch (System.getenv().getOrDefault("ROLECALL_TEST_INFRA", "embedded")) {
            case "embedded" -> EmbeddedInfrastructure.start(name);
            case "containers" -> ContainerInfrastructure.start();
            case String other -> throw new IllegalArgumentException(
                    "ROLECALL_TEST_INFRA is \"%s\"; it can be embedded or containers".formatted(other));
        };
    }
}
