package dev.rolecall.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.Stack;

/// PgBouncer in transaction mode between the services and PostgreSQL, as docs/operations.md describes it.
final class PgBouncer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(10);

    private final Process process;

    private PgBouncer(Process process) {
        this.process = process;
    }

    /// The settings of services that connect through the port.
    static Map<String, String> settings(int port) {
        return Map.of("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:%d/%s".formatted(port, Database.NAME),
                "QUARKUS_DATASOURCE_REACTIVE_CACHE_PREPARED_STATEMENTS", "false",
                "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_USE_LAYER7_PROXY", "true");
    }

    /// Starts it before a PostgreSQL that runs.
    static PgBouncer start(Stack stack, int port) {
        try {
            setTimeouts(stack.database());
            var folder = Files.createTempDirectory("rolecall-pgbouncer");
            var users = Files.writeString(folder.resolve("users.txt"), "\"%2$s\" \"%1$s\"\n\"%3$s\" \"%1$s\"\n"
                    .formatted(Database.PASSWORD, Database.WEBHOOK, Database.CLASSIFIER));
            var configuration = Files.writeString(folder.resolve("pgbouncer.ini"), configuration(stack, port, users));
            var process = new ProcessBuilder(command(folder, configuration)).redirectErrorStream(true)
                    .redirectOutput(stack.folder().log("pgbouncer").toFile())
                    .start();
            var pgBouncer = new PgBouncer(process);
            if (!Wait.until(START, () -> connects(port))) {
                pgBouncer.close();
                throw new IllegalStateException("PgBouncer does not listen; see " + stack.folder().log("pgbouncer"));
            }
            return pgBouncer;
        } catch (IOException e) {
            throw new UncheckedIOException("PgBouncer cannot be started: install it (Debian's package is pgbouncer)",
                    e);
        }
    }

    private static String configuration(Stack stack, int port, Path users) {
        return """
                [databases]
                %1$s = host=127.0.0.1 port=%2$d dbname=%1$s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %3$d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %4$s
                pool_mode = transaction
                max_client_conn = 400
                default_pool_size = 20
                server_login_retry = 1
                ignore_startup_parameters = extra_float_digits,statement_timeout,lock_timeout
                """.formatted(Database.NAME, stack.ports().postgres(), port, users);
    }

    private static boolean connects(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /// They cannot be parameters of a connection that is shared.
    private static void setTimeouts(Database database) {
        for (var role : List.of(Database.WEBHOOK, Database.CLASSIFIER)) {
            database.execute("ALTER ROLE %s SET statement_timeout = '8s'".formatted(role),
                    "ALTER ROLE %s SET lock_timeout = '2s'".formatted(role));
        }
    }

    /// It refuses to run as root.
    private static List<String> command(Path folder, Path configuration) throws IOException {
        var command = new ArrayList<>(List.of("/usr/sbin/pgbouncer"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody"));
            for (var path : List.of(folder, folder.resolve("users.txt"), configuration)) {
                Files.setOwner(path, path.getFileSystem().getUserPrincipalLookupService()
                        .lookupPrincipalByName("nobody"));
            }
        }
        command.add(configuration.toString());
        return command;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
