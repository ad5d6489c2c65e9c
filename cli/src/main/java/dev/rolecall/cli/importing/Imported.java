package dev.rolecall.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

import dev.rolecall.cli.api.CommandFailure;

/// Which files were acknowledged, in a file of their own: one path a line. An import that was killed goes on after them.
/// A file that was acknowledged and not noted is sent again, and changes nothing.
final class Imported {
    private final Path file;
    private final Set<String> paths;

    private Imported(Path file, Set<String> paths) {
        this.file = file;
        this.paths = paths;
    }

    static Imported in(Path file) {
        try {
            return new Imported(file,
                    Files.exists(file) ? new HashSet<>(Files.readAllLines(file, UTF_8)) : new HashSet<>());
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be read: %s".formatted(file, e));
        }
    }

    boolean contains(Path path) {
        return paths.contains(name(path));
    }

    synchronized void add(Path path) {
        try {
            Files.writeString(file, name(path) + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be written: %s".formatted(file, e));
        }
    }

    private static String name(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
