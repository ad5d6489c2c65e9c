package dev.rolecall.systemtests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolecall.localstack.Checkout;

/// The manifests in k8s/.
public final class Manifests {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    static final Path FOLDER = Checkout.root().resolve("k8s");
    static final Path MONITORING = FOLDER.resolve("components/monitoring");
    static final Path RULES = MONITORING.resolve("prometheus-rule.yaml");
    static final Path DASHBOARD = MONITORING.resolve("dashboard.json");
    static final Path OPERATIONS = Checkout.root().resolve("docs/operations.md");

    private Manifests() {}

    static List<JsonNode> objects(Path file) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return new ArrayList<>(documents.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /// The alerts of all groups.
    static List<JsonNode> alerts() {
        var alerts = new ArrayList<JsonNode>();
        objects(RULES).getFirst().at("/spec/groups").forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    /// The environment variables of production.
    static Map<String, String> production(String prefix) {
        return text(FOLDER.resolve("overlays/production/rolecall.env")).lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /// The environment variables of the tracing component.
    public static Map<String, String> tracing() {
        var generator = objects(FOLDER.resolve("components/tracing/kustomization.yaml")).getFirst()
                .path("configMapGenerator")
                .path(0);
        return generator.path("literals")
                .valueStream()
                .map(literal -> literal.asText().split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    static void writeYaml(Path file, JsonNode object) {
        try {
            YAML.writeValue(file.toFile(), object);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
