package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {
    private static final List<Path> TESTS = Stream.of("rules-test.yaml", "rules-arrivals-test.yaml")
            .map(Manifests.MONITORING::resolve)
            .toList();
    @TempDir
    private Path folder;

    /// Every alert fires once and stays silent once: see rules-test.yaml.
    @Test
    void fireAndStaySilent() throws IOException {
        Tool.assumeInstalled("promtool", "Debian's prometheus");
        Manifests.writeYaml(folder.resolve("rules.yml"), Manifests.objects(Manifests.RULES).getFirst().path("spec"));
        for (var test : TESTS) {
            Files.copy(test, folder.resolve(test.getFileName()));
        }

        var checked = Tool.run(folder, "promtool", "check", "rules", "rules.yml");
        var tested = Tool.run(folder, "promtool", "test", "rules", "rules-test.yaml",
                "rules-arrivals-test.yaml");

        assertThat(checked.code()).as(checked.output()).isZero();
        assertThat(tested.code()).as(tested.output()).isZero();
    }

    @Test
    void areAllTestedBothWays() {
        var tests = TESTS.stream()
                .map(Manifests::text)
                .flatMap(text -> Pattern.compile("name: (\\w+) (fires|is silent)").matcher(text).results())
                .map(MatchResult::group)
                .toList();

        assertThat(tests).isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(Manifests.alerts()
                        .stream()
                        .map(alert -> alert.path("alert").asText().substring("Rolecall".length()))
                        .flatMap(name -> Stream.of("name: " + name + " fires",
                                "name: " + name + " is silent"))
                        .toList());
    }

    @Test
    void areAllExplained() {
        var headings = Manifests.text(Manifests.OPERATIONS)
                .lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring("### ".length()))
                .toList();

        assertThat(Manifests.alerts()).isNotEmpty().allSatisfy(alert -> {
            var name = alert.path("alert").asText();
            assertThat(headings).contains(name);
            assertThat(alert.at("/annotations/runbook").asText()).isEqualTo("docs/operations.md#" + name.toLowerCase(
                    java.util.Locale.ROOT));
        });
    }
}
