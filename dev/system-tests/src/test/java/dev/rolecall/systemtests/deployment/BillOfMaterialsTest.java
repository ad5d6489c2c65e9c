package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.localstack.Checkout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bill of materials lists exactly the libraries of a service.
class BillOfMaterialsTest {

    @ParameterizedTest
    @ValueSource(strings = {"webhook-service", "classifier-service"})
    void namesEveryLibrary(String service) throws IOException {
        var target = Checkout.root().resolve(service).resolve("target");
        var document = new ObjectMapper().readTree(target.resolve("quarkus-run-cyclonedx.json").toFile());

        var named = StreamSupport.stream(document.path("components").spliterator(), false)
                .map(it -> "%s.%s-%s.jar".formatted(it.path("group").asText(), it.path("name").asText(),
                        it.path("version").asText()))
                .toList();

        assertThat(document.path("bomFormat").asText()).isEqualTo("CycloneDX");
        try (var libraries = Files.list(target.resolve("quarkus-app/lib/main"))) {
            assertThat(libraries.map(jar -> jar.getFileName().toString()).toList()).hasSizeGreaterThan(100)
                    // for one platform: the name ends with the platform
                    .filteredOn(jar -> !jar.contains("-linux-"))
                    .isSubsetOf(named);
        }
    }
}
