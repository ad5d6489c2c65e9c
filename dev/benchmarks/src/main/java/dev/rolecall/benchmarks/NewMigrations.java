package dev.rolecall.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Database;

/// The migrations that this checkout has and an older one has not. They are numbered from 1, without gaps.
///
/// @param last of the older checkout
/// @param newest of this one
record NewMigrations(int last, int newest) {
    private static final String SQL = "shared-model/src/main/resources/db";

    static NewMigrations since(Path older) {
        return new NewMigrations(lastOf(older), lastOf(Checkout.root()));
    }

    private static int lastOf(Path checkout) {
        try (var files = Files.list(checkout.resolve(SQL).resolve("migration"))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new IllegalStateException("failed to list the migrations of " + checkout, e);
        }
    }

    int count() {
        return newest - last;
    }

    void undo(Database database) {
        try (var owner = database.connect(Database.OWNER); var statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            for (var version = newest; version > last; version--) {
                statement.execute(Files.readString(undoScript(version)));
                statement.execute("DELETE FROM flyway_schema_history WHERE version = '%d'".formatted(version));
            }
            owner.commit();
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("failed to undo this release's migrations", e);
        }
    }

    private static Path undoScript(int version) throws IOException {
        try (var files = Files.newDirectoryStream(Checkout.root().resolve(SQL).resolve("undo"),
                "U%d__*.sql".formatted(version))) {
            return files.iterator().next();
        }
    }
}
