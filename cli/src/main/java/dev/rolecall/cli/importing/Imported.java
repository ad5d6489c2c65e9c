package dev.rolecall.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
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

    /// @param callback where they are sent; the first line of the file
    static Imported in(Path file, URI callback) {
        var header = "# sent to " + callback;
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, header + "\n", UTF_8);
            }
            var lines = Files.readAllLines(file, UTF_8);
            if (lines.isEmpty() || !lines.getFirst().equals(header)) {
                throw new CommandFailure(
                        "%s notes what was sent to another address than %s: name another file by --progress.".formatted(
                                file,
                                callback));
            }
            return new Imported(file, new HashSet<>(lines));
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be read or written: %s".formatted(file, e));
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
