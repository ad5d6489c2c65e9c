package dev.rolecall.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Comparator;

import dev.rolecall.localstack.Stack;

/// A base backup and an archive of the write-ahead log, as operators of PostgreSQL make them, and a recovery to a point in time.
final class PointInTime {
    private static final String POINT = "the_point";

    private final Stack stack;
    private final Path data;
    private final Path backup;
    private final Path archive;

    /// PostgreSQL is restarted, to archive its log from now on.
    PointInTime(Stack stack) {
        this.stack = stack;
        this.data = stack.folder().data("postgres");
        this.backup = stack.folder().data("backup");
        this.archive = stack.folder().data("archive");
        create(archive);
        stack.database().execute("ALTER SYSTEM SET archive_mode = on",
                "ALTER SYSTEM SET archive_command = 'test ! -f \"%1$s/%%f\" && cp \"%%p\" \"%1$s/%%f\"'"
                        .formatted(archive));
        stack.postgres().stop();
        stack.postgres().start();
    }

    /// Copies the files of the running server.
    void backUp() {
        try (var connection = stack.database().connectAsSuperuser(); var statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('a drill', fast => true)");
            copy(data, backup);
            try (var rows = statement.executeQuery("SELECT labelfile FROM pg_backup_stop()")) {
                rows.next();
                write(backup.resolve("backup_label"), rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the backup has failed", e);
        }
    }

    /// What comes later is lost by the recovery.
    void markPoint() {
        stack.database().execute("SELECT pg_create_restore_point('%s')".formatted(POINT));
    }

    /// Replaces the server's files by the backup, and has it recover up to the point. Everything else goes on meanwhile.
    void recover() {
        stack.database().execute("SELECT pg_switch_wal()");
        stack.postgres().stop();
        delete(data);
        copy(backup, data);
        write(data.resolve("recovery.signal"), "");
        write(data.resolve("postgresql.auto.conf"), """
                restore_command = 'cp "%s/%%f" "%%p"'
                recovery_target_name = '%s'
                recovery_target_action = 'promote'
                """.formatted(archive, POINT));
        stack.postgres().start();
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All but the write-ahead log, which comes from the archive, and the id of the server's process.
    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var relative = from.relativize(file);
                var isLog = relative.startsWith("pg_wal") && relative.getNameCount() > 1 && !Files.isDirectory(file);
                if (!isLog && !relative.toString().startsWith("postmaster.") && Files.exists(file)) {
                    Files.copy(file, to.resolve(relative), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
