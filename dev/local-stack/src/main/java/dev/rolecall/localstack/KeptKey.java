package dev.rolecall.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// An operator's API key that is kept in a file. It is made when it is first asked for, or when the database does not know it any more.
final class KeptKey {
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Database database;
    private @Nullable String key;

    KeptKey(Path file, Database database) {
        this.file = file;
        this.database = database;
    }

    Path file() {
        return file;
    }

    synchronized String key() {
        if (key == null) {
            key = kept().filter(database::isValid).orElseGet(this::add);
        }
        return key;
    }

    private Optional<String> kept() {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read " + file, e);
        }
    }

    private String add() {
        var added = database.addKey("local", "operator");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, OWNER_ONLY);
            Files.writeString(file, added + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("failed to write " + file, e);
        }
        return added;
    }
}
