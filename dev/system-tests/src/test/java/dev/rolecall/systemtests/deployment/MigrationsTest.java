package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
            var linted = files.filter(file -> file.getFileName().toString().matches(LINTED))
                    .collect(Collectors.partitioningBy(MigrationsTest::isWithoutTransaction));
            assertThat(linted.get(false)).isNotEmpty();

            var checked = List.of(lint(linted.get(false), "--assume-in-transaction"), lint(linted.get(true)));

            assertThat(checked).allSatisfy(it -> assertThat(it.code()).as(it.output()).isZero());
        }
    }

    @Test
    void areFoundIfTheyDo() throws IOException {
        var blocking = folder.resolve("V99__blocking.sql");
        Files.writeString(blocking, "ALTER TABLE transcripts ADD COLUMN kind text NOT NULL;");

        var checked = lint(List.of(blocking), "--assume-in-transaction");

        assertThat(checked.code()).as(checked.output()).isNotZero();
    }

    /// Flyway runs a script with such a statement without one.
    private static boolean isWithoutTransaction(Path script) {
        try {
            return Files.readString(script).contains("CONCURRENTLY");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tool.Outcome lint(List<Path> files, String... options) {
        var command = new ArrayList<>(
                List.of("node_modules/.bin/squawk", "--pg-version", "15"));
        command.addAll(List.of(options));
        files.forEach(file -> command.add(file.toString()));
        return Tool.run(NodePackages.FOLDER, command.toArray(String[]::new));
    }
}
