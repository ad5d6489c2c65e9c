package dev.rolecall.benchmarks;

import static dev.rolecall.benchmarks.Progress.say;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.rolecall.localstack.Checkout;

/// The previous release, built from this repository's history into `.rolecall/previous`.
final class PreviousRelease {
    /// The last commit of version 0.1.
    private static final String COMMIT = "88d3b0d";
    private static final String JAR = "target/quarkus-app/quarkus-run.jar";

    private PreviousRelease() {}

    /// @return its checkout, in which both services are built
    static Path checkout() {
        var folder = Checkout.root().resolve(".rolecall/previous");
        if (!Files.exists(folder.resolve("classifier-service").resolve(JAR))) {
            say("building the previous release, " + COMMIT + " (a minute or two; once)");
            if (!Files.exists(folder)) {
                run(Checkout.root(), "git", "clone", "-q", Checkout.root().toString(), folder.toString());
            }
            run(folder, "git", "checkout", "-q", COMMIT);
            run(folder, "mvn", "-q", "-B", "-DskipTests", "-pl", "webhook-service,classifier-service", "-am",
                    "package");
        }
        return folder;
    }

    private static void run(Path folder, String... command) {
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Checkout.root().resolve(".rolecall/previous.log").toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            if (builder.start().waitFor() != 0) {
                throw new IllegalStateException("%s failed; its output is in .rolecall/previous.log"
                        .formatted(String.join(" ", List.of(command))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to run " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
