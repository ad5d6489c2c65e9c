package dev.rolecall.localstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the project's files from the working directory.
public final class Checkout {
    private Checkout() {}

    /// The folder with the `rolecall` script.
    public static Path root() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("rolecall")) && Files.isDirectory(folder.resolve("shared-model"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "run this inside a checkout of Rolecall: there is no rolecall script in or above "
                        + Path.of("").toAbsolutePath());
    }

    /// A path that is relative to the folder where the `rolecall` script was called, not to the script.
    public static Path callersOwn(Path file) {
        return Path.of(System.getenv().getOrDefault("ROLECALL_CALLED_FROM", "")).resolve(file);
    }

    /// The class path of a module that is started as a plain Java program, as the build recorded it.
    public static String classpath(String module) {
        var target = root().resolve(module).resolve("target");
        try {
            return target.resolve("classes") + File.pathSeparator
                    + Files.readString(target.resolve("classpath")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(module + " is not built: run ./rolecall up, or mvn package", e);
        }
    }

    /// A built Quarkus service.
    static Path runnableJar(String module) {
        var jar = root().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(module + " is not built: run ./rolecall up, or mvn package");
        }
        return jar;
    }
}
