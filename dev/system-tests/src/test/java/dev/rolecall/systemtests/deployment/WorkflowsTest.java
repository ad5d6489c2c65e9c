package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.rolecall.localstack.Checkout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The workflows in .github/, which run elsewhere: their syntax, and that a person can run every command in them.
class WorkflowsTest {
    private static final Path WORKFLOWS = Checkout.root().resolve(".github/workflows");
    private static final String COMMAND = "(?s)(bash \\.ci/run|\\./rolecall |dev/compose-trial|mvn ).*";
    @TempDir
    private Path folder;

    @BeforeAll
    static void install() {
        NodePackages.install();
    }

    @Test
    void areValid() throws IOException {
        var checked = check(workflows());

        assertThat(checked.code()).as(checked.output()).isZero();
    }

    @Test
    void areFoundInvalidIfTheyAre() throws IOException {
        var broken = folder.resolve("broken.yml");
        Files.writeString(broken, Files.readString(WORKFLOWS.resolve("build.yml")).replace("runs-on:", "run-on:"));

        assertThat(check(List.of(broken)).code()).isNotZero();
    }

    @Test
    void runOnlyCommandsThatAlsoRunElsewhere() throws IOException {
        var commands = new ArrayList<String>();
        for (var workflow : workflows()) {
            for (var command : Manifests.objects(workflow).getFirst().findValues("run")) {
                commands.add(command.asText());
            }
        }

        assertThat(commands).isNotEmpty().allSatisfy(command -> assertThat(command).matches(COMMAND));
    }

    private static List<Path> workflows() throws IOException {
        try (var files = Files.list(WORKFLOWS)) {
            return files.sorted().toList();
        }
    }

    private static Tool.Outcome check(List<Path> files) {
        var command = new ArrayList<>(List.of("node", "workflows.mjs"));
        files.forEach(file -> command.add(file.toString()));
        return Tool.run(NodePackages.FOLDER, command.toArray(String[]::new));
    }
}
