package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// PostgreSQL has a connection for every pod at its largest: see "Connections" in docs/operations.md.
class ConnectionsTest {
    /// What PostgreSQL keeps for superusers, and one each for the owner's jobs and a person.
    private static final int RESERVED = 3 + 3;

    @Test
    void sufficeForEveryPodWithTwiceItsPools() {
        var callbacks = twice("QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE");
        var api = twice("QUARKUS_DATASOURCE_API_REACTIVE_MAX_SIZE");
        var server = Manifests.objects(Manifests.FOLDER.resolve("overlays/operators/postgres.yaml"))
                .getFirst()
                .at("/spec/postgresql/parameters/max_connections")
                .asInt();

        assertThat(replicas("webhook-service.yaml", "maxReplicas") * (callbacks + api)
                + replicas("classifier-service.yaml", "maxReplicaCount") * callbacks
                + RESERVED).isLessThanOrEqualTo(server);
    }

    /// The connections of a pool, those that it has abandoned, and one that asks for them.
    private static int twice(String setting) {
        return 2 * Integer.parseInt(Manifests.production("QUARKUS_DATASOURCE").get(setting)) + 1;
    }

    private static int replicas(String file, String name) {
        return Manifests.objects(Manifests.FOLDER.resolve("components/autoscaling").resolve(file))
                .stream()
                .mapToInt(scaler -> scaler.path("spec").path(name).asInt())
                .sum();
    }
}
