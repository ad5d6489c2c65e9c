package dev.rolecall.systemtests.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program that a test needs on the machine.
public final class Tool {
    private Tool() {}

    /// Skips the calling test if the program is not installed, and fails it if ROLECALL_TEST_TOOLS=required, as in CI.
    public static void assumeInstalled(String program, String from) {
        var isInstalled = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!isInstalled && "required".equals(System.getenv("ROLECALL_TEST_TOOLS"))) {
            throw new AssertionError("%s is missing: install %s".formatted(program, from));
        }
        assumeTrue(isInstalled, "%s is not installed: install %s".formatted(program, from));
    }

    /// @param output of both streams
    public record Outcome(int code, String output) {}

    public static Outcome run(Path folder, String... command) {
        try {
            var process = new ProcessBuilder(List.of(command)).directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " does not end");
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
