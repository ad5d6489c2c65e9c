package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// PostgreSQL has a connection for every pod at its largest: see "Connections" in docs/operations.md.
class ConnectionsTest {
    /// What PostgreSQL keeps for superusers, and one each for the owner's jobs and a person.
    private static final int RESERVED = 3 + 3;

    @Test
    void sufficeForEveryPodWithTwoPools() {
        var pods = replicas("webhook-service.yaml", "maxReplicas")
                + replicas("classifier-service.yaml", "maxReplicaCount");
        var pool = Integer
                .parseInt(Manifests.production("QUARKUS_DATASOURCE").get("QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE"));
        var server = Manifests.objects(Manifests.FOLDER.resolve("overlays/operators/postgres.yaml"))
                .getFirst()
                .at("/spec/postgresql/parameters/max_connections")
                .asInt();

        assertThat(pods * (2 * pool + 1) + RESERVED).isLessThanOrEqualTo(server);
    }

    private static int replicas(String file, String name) {
        return Manifests.objects(Manifests.FOLDER.resolve("components/autoscaling").resolve(file))
                .stream()
                .mapToInt(scaler -> scaler.path("spec").path(name).asInt())
                .max()
                .orElseThrow();
    }
}
