package dev.rolecall.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.rolecall.localstack.Checkout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The one file that the command line ships as, in a folder of its own, as it is used without the repository.
class CommandLineTest {
    @TempDir
    private Path folder;
    private Path program;

    @BeforeEach
    void copy() throws IOException {
        program = Files.copy(Checkout.root().resolve("cli/target/rolecall"), folder.resolve("rolecall"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void keepsWhatItsFirstStartHasLoaded() throws Exception {
        assertThat(run(folder, "--version")).matches("0 rolecall \\d+\\.\\d+\\.\\d+\\S*");
        assertThat(archives()).hasSize(1);
        assertThat(run(folder, "status", "--url", "http://127.0.0.1:1", "--key", "none")).startsWith("1 rolecall: ")
                .contains("does not answer");
        assertThat(run(folder, "generate-completion")).startsWith("0 ").contains("retention");

        // another version of it
        assertThat(program.toFile().setLastModified(0)).isTrue();
        assertThat(run(folder, "--version")).startsWith("0 rolecall");
        assertThat(archives()).hasSize(1).allMatch(name -> name.endsWith("-0.jsa"));
    }

    @Test
    void startsWithoutAFolderToWriteTo() throws Exception {
        assertThat(run(Path.of("/proc"), "--version")).startsWith("0 rolecall");
    }

    @Test
    void readsTheAddressFromTheConfigurationFile() throws Exception {
        var config = Files.createDirectories(folder.resolve("config/rolecall")).resolve("config.properties");
        Files.writeString(config, "url=http://127.0.0.1:2\nkey=none\n");
        assertThat(run(folder, "status")).contains("http://127.0.0.1:2 does not answer");
    }

    private List<String> archives() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("rolecall-cache/rolecall"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /// @return exit code and output
    private String run(Path cache, String... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", cache.resolve("rolecall-cache").toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return "%d %s".formatted(process.exitValue(), Files.readString(output).strip());
    }
}
