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

/// Lints the migrations for locks that callbacks would wait for, with squawk. The first five were written before it, and
/// a migration that has run is not changed.
class MigrationsTest {
    private static final Path MIGRATIONS = Checkout.root().resolve("shared-model/src/main/resources/db/migration");
    private static final String LINTED = "V([6-9]|\\d\\d+)__.*\\.sql";
    @TempDir
    private Path folder;

    @BeforeAll
    static void install() {
        NodePackages.install();
    }

    @Test
    void takeNoLockThatCallbacksWaitFor() throws IOException {
        try (var files = Files.list(MIGRATIONS)) {
            var linted = files.filter(file -> file.getFileName().toString().matches(LINTED)).sorted().toList();
            assertThat(linted).isNotEmpty();

            var checked = lint(linted);

            assertThat(checked.code()).as(checked.output()).isZero();
        }
    }

    @Test
    void areFoundIfTheyDo() throws IOException {
        var blocking = folder.resolve("V99__blocking.sql");
        Files.writeString(blocking, "ALTER TABLE transcripts ADD COLUMN kind text NOT NULL;");

        var checked = lint(List.of(blocking));

        assertThat(checked.code()).as(checked.output()).isNotZero();
    }

    private static Tool.Outcome lint(List<Path> files) {
        var command = new ArrayList<>(
                List.of("node_modules/.bin/squawk", "--assume-in-transaction", "--pg-version", "15"));
        files.forEach(file -> command.add(file.toString()));
        return Tool.run(NodePackages.FOLDER, command.toArray(String[]::new));
    }
}
