package dev.rolecall.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The git-ignored folder of a stack: its data, its logs, and a record of every process that it started. After a `kill
/// -9`, the next run ends the processes that were left behind.
public record RunFolder(Path path) {

    public static RunFolder at(Path path) {
        try {
            Files.createDirectories(path.resolve("data"));
            Files.createDirectories(path.resolve("logs"));
            Files.createDirectories(path.resolve("processes"));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to create the run folder", e);
        }
        return new RunFolder(path.toAbsolutePath());
    }

    public Path data(String name) {
        return path.resolve("data").resolve(name);
    }

    /// Deletes the data of earlier runs.
    public void emptyData() {
        try (var files = Files.walk(path.resolve("data"))) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            Files.createDirectory(path.resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be emptied", e);
        }
    }

    public Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    /// Records a process: its id and, because ids are reused, its start time.
    void record(String name, ProcessHandle process) {
        write(name, "%d %s".formatted(process.pid(), startOf(process)));
    }

    void forget(String name) {
        try {
            Files.deleteIfExists(recordOf(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process with this name, if it still runs.
    public Optional<ProcessHandle> running(String name) {
        return Files.isRegularFile(recordOf(name)) ? stillRunning(read(recordOf(name))) : Optional.empty();
    }

    /// Ends the processes that a killed run left behind, with their children.
    ///
    /// @return how many processes there were
    public int endLeftovers() {
        try (var records = Files.list(path.resolve("processes"))) {
            return (int) records.toList().stream().filter(RunFolder::end).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean end(Path record) {
        try {
            var left = stillRunning(read(record));
            left.ifPresent(RunFolder::kill);
            Files.delete(record);
            return left.isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] read(Path record) {
        try {
            return Files.readString(record).strip().split(" ", 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> stillRunning(String[] record) {
        return ProcessHandle.of(Long.parseLong(record[0])).filter(process -> startOf(process).equals(record[1]));
    }

    /// kill -9 of a process and everything it started, waiting until they are gone.
    static void kill(ProcessHandle process) {
        var all = java.util.stream.Stream.concat(java.util.stream.Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().completeOnTimeout(one, 10, TimeUnit.SECONDS).join());
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private Path recordOf(String name) {
        return path.resolve("processes").resolve(name);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(recordOf(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
