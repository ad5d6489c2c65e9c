package dev.rolecall.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.rolecall.localstack.Server;

/// Resident memory of a process as counted by Linux, in MB.
public final class Resident {
    private Resident() {}

    public static double now(Server server) {
        return read(server, "VmRSS");
    }

    public static double atItsLargest(Server server) {
        return read(server, "VmHWM");
    }

    private static double read(Server server, String field) {
        try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(server.pid())))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the memory of %s".formatted(server.name()), e);
        }
    }
}
