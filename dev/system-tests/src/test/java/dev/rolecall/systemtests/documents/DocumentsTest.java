package dev.rolecall.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.rolecall.localstack.Checkout;
import org.junit.jupiter.api.Test;

/// Documents are complete and up to date.
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void listsEverySettingAsItIsInTheCode() throws IOException {
        assertThat(Files.readString(ConfigurationDocument.path())).as("run ./rolecall configuration")
                .isEqualTo(ConfigurationDocument.text());
    }

    @Test
    void describesTheApiAsTheBuildDoes() throws IOException {
        var built = Checkout.root().resolve("webhook-service/target/openapi/openapi.yaml");

        assertThat(Checkout.root().resolve("docs/openapi.yaml")).as("run ./rolecall configuration")
                .hasSameTextualContentAs(built);
    }

    @Test
    void explainsEverySetting() {
        assertThat(ConfigurationDocument.text().lines().filter(line -> line.startsWith("| `rolecall."))).isNotEmpty()
                .allSatisfy(row -> assertThat(row).doesNotEndWith("|  |"));
    }

    @Test
    void keepsTheReadmeShort() throws IOException {
        var lines = Files.readAllLines(Checkout.root().resolve("README.md"));

        assertThat(lines).hasSizeLessThanOrEqualTo(130)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void linksOnlyToFilesThatExist() throws IOException {
        var broken = new ArrayList<String>();
        for (var document : documents()) {
            LINK.matcher(Files.readString(document))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !Files.exists(document.resolveSibling(target)))
                    .forEach(target -> broken.add(Checkout.root().relativize(document) + " -> " + target));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void listsEveryDecisionRecordWithItsTitleStatusAndDate() throws IOException {
        var folder = Checkout.root().resolve("docs/decisions");
        var index = Files.readString(folder.resolve("README.md"));
        try (var records = Files.list(folder)) {
            for (var record : records.filter(file -> file.getFileName().toString().startsWith("0")).toList()) {
                var text = Files.readString(record);
                var title = text.lines().findFirst().orElseThrow().replaceFirst("# \\d+\\. ", "");

                assertThat(index).contains("[" + title + "](" + record.getFileName() + ")");
                assertThat(text)
                        .containsPattern("\nStatus: (accepted|superseded by .*)\\. Date: \\d{4}-\\d\\d-\\d\\d\\.\n");
            }
        }
    }

    private static List<Path> documents() throws IOException {
        var found = new ArrayList<Path>();
        for (var folder : List.of(".", "docs", "docs/decisions", "config")) {
            try (var files = Files.list(Checkout.root().resolve(folder).normalize())) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(found::add);
            }
        }
        return found;
    }
}
