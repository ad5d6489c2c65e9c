package dev.rolecall.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/// A synchronous replica of a stack's PostgreSQL: nothing commits without it.
public final class Replica implements AutoCloseable {
    private static final String NAME = "replica";
    private static final Duration ATTACHES = Duration.ofSeconds(30);

    private final Postgres server;
    private final int port;

    private Replica(Postgres server, int port) {
        this.server = server;
        this.port = port;
    }

    /// Stops PostgreSQL, copies it, and starts both.
    public static Replica of(Stack stack) {
        var port = Ports.free().postgres();
        stack.postgres().stop();
        try {
            copy(stack.folder().data(stack.postgres().name()), stack.folder().data(NAME), stack.ports().postgres());
        } catch (IOException e) {
            throw new UncheckedIOException("failed to copy PostgreSQL", e);
        }
        stack.postgres().start();
        var replica = new Replica(new Postgres(stack.folder(), NAME, port), port);
        replica.server.start();
        makeSynchronous(stack.database());
        return replica;
    }

    private static void copy(Path from, Path to, int primary) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(to.resolve("standby.signal"));
        Files.writeString(to.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'\n".formatted(primary,
                        NAME),
                StandardOpenOption.APPEND);
    }

    private static void makeSynchronous(Database primary) {
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = '%s'".formatted(NAME), "SELECT pg_reload_conf()");
        if (!Waiting.until(ATTACHES, () -> isAttached(primary))) {
            throw new IllegalStateException("the replica is not synchronous after " + ATTACHES);
        }
    }

    private static boolean isAttached(Database primary) {
        return primary.number("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 1;
    }

    public Server server() {
        return server;
    }

    /// Makes it a server of its own, after the primary is gone.
    ///
    /// @return its database
    public Database promote() {
        var database = new Database("127.0.0.1", port,
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port));
        database.execute("SELECT pg_promote()");
        return database;
    }

    @Override
    public void close() {
        server.stop();
    }
}
