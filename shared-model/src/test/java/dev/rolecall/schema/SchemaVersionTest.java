package dev.rolecall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

/// Holds the needed version against the migrations.
class SchemaVersionTest {

    @Test
    void needsTheNewestMigration() throws IOException, URISyntaxException {
        assertThat(scripts("/db/migration").stream().mapToInt(SchemaVersionTest::version).max())
                .hasValue(SchemaVersion.NEEDED);
    }

    @Test
    void findsAnUndoForEveryMigration() throws IOException, URISyntaxException {
        var undone = scripts("/db/undo").stream().map(script -> name(script).substring(1)).toList();

        assertThat(scripts("/db/migration")).allSatisfy(
                script -> assertThat(undone).contains(name(script).substring(1)));
    }

    @Test
    void isRecordedByEveryMigrationSinceTheFifth() throws IOException, URISyntaxException {
        for (var script : scripts("/db/migration")) {
            if (version(script) >= 5) {
                assertThat(Files.readString(script)).contains("schema_version()", "'SELECT " + version(script) + "'");
            }
        }
    }

    private static List<Path> scripts(String folder) throws IOException, URISyntaxException {
        try (var files = Files.list(Path.of(SchemaVersionTest.class.getResource(folder).toURI()))) {
            return files.sorted().toList();
        }
    }

    private static int version(Path script) {
        return Integer.parseInt(name(script).substring(1, name(script).indexOf("__")));
    }

    private static String name(Path script) {
        return script.getFileName().toString();
    }
}
