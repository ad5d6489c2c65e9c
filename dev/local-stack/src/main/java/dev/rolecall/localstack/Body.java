package dev.rolecall.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The body of a callback to send.
@SuppressWarnings("ArrayRecordComponent") // sent once
record Body(String name, byte[] bytes) {

    /// One of the project's samples.
    static Body sample(String name) {
        try (var file = Body.class.getResourceAsStream("/samples/" + name + ".json")) {
            if (file == null) {
                throw new IllegalArgumentException("there is no sample " + name);
            }
            return new Body(name, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Body of(Path file) {
        try {
            return new Body(file.getFileName().toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
