package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks k8s/ against the real schemas: the output of kustomize with npm's kubernetes-models (see
/// dev/manifests/check.mjs), and Strimzi's kinds with its own classes.
class ManifestsTest {
    private static final Map<String, Class<?>> STRIMZI = Map.of("Kafka", Kafka.class, "KafkaNodePool",
            KafkaNodePool.class, "KafkaTopic", KafkaTopic.class, "KafkaUser", KafkaUser.class);
    /// Strimzi accepts unknown fields; here they are errors.
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });
    @TempDir
    private Path copy;

    @BeforeAll
    static void install() {
        NodePackages.install();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production", "operators"})
    void areInOrder(String overlay) {
        var checked = check(Manifests.FOLDER, overlay);

        assertThat(checked.code()).as(checked.output()).isZero();
    }

    @Test
    void areInOrderWhereTracesAreCollected() {
        Manifests.copyTo(copy);
        Manifests.addOverlay(copy, "traced", """
                resources: [../production]
                components: [../../components/tracing]
                """);

        var checked = check(copy.resolve("k8s"), "traced");

        assertThat(checked.code()).as(checked.output()).isZero();
    }

    @Test
    void leadToTheApiFromOutsideOnlyWhereThatIsTurnedOn() throws IOException {
        Manifests.copyTo(copy);
        assertThat(routes()).containsExactly("callback -> webhook-service");

        var production = copy.resolve("k8s/overlays/production/kustomization.yaml");
        Files.writeString(production, Files.readString(production).replace("  # - ../../components/api-route",
                "  - ../../components/api-route"));

        assertThat(routes()).containsExactly("api -> webhook-api", "callback -> webhook-service");
        var checked = check(copy.resolve("k8s"), "production");
        assertThat(checked.code()).as(checked.output()).isZero();
    }

    /// Every way in from outside.
    private List<String> routes() {
        return Manifests.build(copy, "production")
                .stream()
                .filter(it -> Set.of("HTTPRoute", "Ingress", "GRPCRoute", "TCPRoute", "Route")
                        .contains(it.path("kind").asText())
                        || !it.at("/spec/type").asText("ClusterIP").equals("ClusterIP"))
                .map(it -> "%s -> %s".formatted(it.at("/metadata/name").asText(),
                        it.at("/spec/rules/0/backendRefs/0/name").asText()))
                .sorted()
                .toList();
    }

    @Test
    void areInOrderWithAnIngress() {
        Manifests.copyTo(copy);
        Manifests.addOverlay(copy, "with-ingress", """
                resources: [../../base]
                components: [../../components/ingress]
                """);

        var checked = check(copy.resolve("k8s"), "with-ingress");

        assertThat(checked.code()).as(checked.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', textBlock = """
            base/webhook-service.yaml, readOnlyRootFilesystem, readOnlyRootFileSystem
            base/webhook-service.yaml, terminationGracePeriodSeconds: 45, terminationGracePeriodSeconds: long
            components/gateway/http-route.yaml, PathPrefix, Prefix
            base/schema.yaml, concurrencyPolicy, concurrency
            components/autoscaling/classifier-service.yaml, maxReplicaCount, maxReplicas
            components/monitoring/prometheus-rule.yaml, annotations, notes""")
    void failWithAWrongField(String name, String right, String wrong) throws IOException {
        Manifests.copyTo(copy);
        var file = copy.resolve("k8s").resolve(name);
        var before = Files.readString(file);
        Files.writeString(file, before.replace(right, wrong));
        assertThat(file).content().isNotEqualTo(before);

        var checked = check(copy.resolve("k8s"), "production");

        assertThat(checked.code()).as(checked.output()).isEqualTo(1);
        assertThat(checked.output()).contains("problems").doesNotContain(" 0 problems");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.yaml", "topics.yaml", "users.yaml"})
    void areStrimzis(String file) {
        assertThat(Manifests.objects(Manifests.FOLDER.resolve("overlays/operators").resolve(file))).isNotEmpty()
                .allSatisfy(ManifestsTest::assertStrimzi);
    }

    @Test
    void failWithAFieldThatStrimziHasNot() {
        var topic = Manifests.objects(Manifests.FOLDER.resolve("overlays/operators/topics.yaml")).getFirst();
        ((ObjectNode) topic.path("spec")).put("partition", 12);

        assertThatThrownBy(() -> assertStrimzi(topic))
                .hasMessageContaining("partition");
    }

    private static void assertStrimzi(JsonNode object) throws IOException {
        STRICT.treeToValue(object, STRIMZI.get(object.path("kind").asText()));
    }

    private static Tool.Outcome check(Path folder, String overlay) {
        return Tool.run(NodePackages.FOLDER, "node", "check.mjs",
                folder.resolve("overlays").resolve(overlay).toString());
    }
}
