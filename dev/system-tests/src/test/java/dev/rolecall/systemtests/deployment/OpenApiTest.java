package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.rolecall.localstack.Checkout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/openapi.yaml, with two linters.
class OpenApiTest {
    private static final Path DOCUMENT = Checkout.root().resolve("docs/openapi.yaml");
    @TempDir
    private Path folder;

    @BeforeAll
    static void install() {
        NodePackages.install();
    }

    @Test
    void isValid() {
        assertThat(redocly(DOCUMENT)).satisfies(checked -> assertThat(checked.code()).as(checked.output()).isZero());
        assertThat(spectral(DOCUMENT)).satisfies(checked -> assertThat(checked.code()).as(checked.output()).isZero());
    }

    @Test
    void isFoundIfItIsNot() throws IOException {
        var wrong = folder.resolve("openapi.yaml");
        Files.writeString(wrong, Files.readString(DOCUMENT).replaceFirst("operationId: listTranscripts",
                "operationId: getTranscript"));

        assertThat(redocly(wrong).code()).isNotZero();
        assertThat(spectral(wrong).code()).isNotZero();
    }

    private static Tool.Outcome redocly(Path document) {
        return Tool.run(NodePackages.FOLDER, "node_modules/.bin/redocly", "lint", "--extends=recommended",
                document.toString());
    }

    private static Tool.Outcome spectral(Path document) {
        return Tool.run(NodePackages.FOLDER, "node_modules/.bin/spectral", "lint", "--fail-severity=error", "-r",
                ".spectral.yaml", document.toString());
    }
}
