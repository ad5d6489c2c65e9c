package dev.rolecall.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import org.jspecify.annotations.Nullable;

/// PostgreSQL as a child process, durable as in production: fsync and synchronous_commit are on, both of which the
/// embedding library turns off.
final class Postgres implements Server {
    private final RunFolder folder;
    private final String name;
    private final int port;
    private final PgBinaryResolver binaries;
    private @Nullable EmbeddedPostgres embedded;
    private @Nullable ProcessHandle postmaster;

    /// @param name of its data, its log and its process
    Postgres(RunFolder folder, String name, int port) {
        this(folder, name, port, DefaultPostgresBinaryResolver.INSTANCE);
    }

    /// @param binaries of its version
    Postgres(RunFolder folder, String name, int port, PgBinaryResolver binaries) {
        this.folder = folder;
        this.name = name;
        this.port = port;
        this.binaries = binaries;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void start() {
        var log = Redirect.appendTo(folder.log(name()).toFile());
        try {
            embedded = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.data(name()))
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(Checkout.root().resolve(".rolecall/postgres-binaries").toFile())
                    .setRegisterShutdownHook(false)
                    .setPgBinaryResolver(binaries)
                    .setPort(port)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setPGStartupWait(Duration.ofSeconds(30))
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to start PostgreSQL; see " + folder.log(name()), e);
        }
        postmaster = ProcessHandle.of(pidFile())
                .orElseThrow(() -> new IllegalStateException("PostgreSQL ended; see " + folder.log(name())));
        folder.record(name(), postmaster);
    }

    @Override
    public synchronized void kill() {
        if (postmaster != null) {
            RunFolder.kill(postmaster);
        }
        stop();
    }

    @Override
    public synchronized void stop() {
        if (embedded == null) {
            return;
        }
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to stop PostgreSQL; see " + folder.log(name()), e);
        } finally {
            embedded = null;
        }
        folder.forget(name());
    }

    @Override
    public long pid() {
        if (postmaster == null) {
            throw new IllegalStateException("PostgreSQL was not started");
        }
        return postmaster.pid();
    }

    private long pidFile() {
        Path file = folder.data(name()).resolve("postmaster.pid");
        try {
            return Long.parseLong(Files.readAllLines(file).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
