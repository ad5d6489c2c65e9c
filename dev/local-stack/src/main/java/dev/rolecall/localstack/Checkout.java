package dev.rolecall.localstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where this project's own files are, seen from wherever it is run.
public final class Checkout {
    private Checkout() {}

    /// The folder with the `rolecall` script.
    public static Path root() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("rolecall")) && Files.isDirectory(folder.resolve("shared-model"))) {
                return folder;
            }
        }
        throw new IllegalStateException("run this inside a checkout of Rolecall: no rolecall script found above "
                + Path.of("").toAbsolutePath());
    }

    /// A file as whoever called the script meant it: seen from their folder, not from the script's.
    public static Path callersOwn(Path file) {
        return Path.of(System.getenv().getOrDefault("ROLECALL_CALLED_FROM", "")).resolve(file);
    }

    /// What the build wrote down for a module that is started as a plain Java program.
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
