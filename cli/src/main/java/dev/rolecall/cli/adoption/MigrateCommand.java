package dev.rolecall.cli.adoption;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import dev.rolecall.cli.api.CommandFailure;
import dev.rolecall.webhook.adoption.migration.LegacyMigration;
import dev.rolecall.webhook.adoption.migration.table.MigrationFailure;
import dev.rolecall.webhook.adoption.migration.table.Step;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall migrate`: adopts a team's own table in steps, and takes them back. It works on the database itself, with the
/// owner's rights.
@Command(name = "migrate", description = "Adopt a table that has one status for Deepgram and the LLM together.",
        mixinStandardHelpOptions = true)
public final class MigrateCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Where the database is.
    static final class Database {
        @Option(names = "--database", paramLabel = "URL",
                defaultValue = "${env:ROLECALL_DATABASE:-jdbc:postgresql://127.0.0.1:7105/rolecall}",
                description = "${DEFAULT-VALUE}, or ROLECALL_DATABASE.")
        private String url = "";

        @Option(names = "--user", paramLabel = "USER", defaultValue = "${env:ROLECALL_DATABASE_USER:-rolecall_owner}",
                description = "The owner of Rolecall's tables, a member of the role that owns the table: ${DEFAULT-VALUE}, or ROLECALL_DATABASE_USER.")
        private String user = "";

        @Option(names = "--password", paramLabel = "PASSWORD",
                defaultValue = "${env:ROLECALL_DATABASE_PASSWORD:-local}",
                description = "Better in ROLECALL_DATABASE_PASSWORD, where no list of processes shows it.")
        private String password = "";

        private Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    /// Which table is adopted. After the first step it is known.
    static final class Table {
        @Option(names = "--table", paramLabel = "SCHEMA.TABLE",
                description = "The table to adopt: app.transcripts if not given. Known after the first step.")
        private @Nullable String name;

        @Option(names = "--column", paramLabel = "WHICH=NAME",
                description = "A column that is called otherwise: id, request-id, status, response, result, created-at or updated-at.")
        private Map<String, String> columns = Map.of();
    }

    @Command(name = "status", description = "Tell which version the schema has, and how far the adoption has come.")
    int status(@Mixin Database database) throws SQLException {
        return with(database, migration -> migration.status().forEach(out()::println));
    }

    @Command(name = "plan",
            description = "Tell what the steps will do, and what must be put right before. Changes nothing.")
    int plan(@Mixin Database database, @Mixin Table table) throws SQLException {
        return with(database, migration -> {
            var plan = migration.plan(table.name, table.columns);
            plan.lines().forEach(out()::println);
            plan.obstacles().forEach(obstacle -> out().println("to be put right: " + obstacle));
        });
    }

    @Command(name = "up", description = "Make the steps up to one. May be interrupted and repeated.")
    int up(@Mixin Database database, @Mixin Table table,
            @Option(names = "--to", defaultValue = "copy",
                    description = "schema, copy, cutover or complete; ${DEFAULT-VALUE} if not given.") Step to,
            @Option(names = "--follow",
                    description = "After the copy or the cut-over, go on copying what is written, until it is stopped with Ctrl-C.") boolean isFollowing,
            @Option(names = "--yes",
                    description = "Confirms --to complete: no application uses the table's old name.") boolean isSure)
            throws SQLException {
        if (to == Step.COMPLETE && !isSure) {
            throw new CommandFailure(
                    "This step removes the table's old name: statements that use it will fail. Confirm with --yes. The step can be taken back.");
        }
        return with(database,
                migration -> migration.up(to, table.name, table.columns, () -> isFollowing));
    }

    @Command(name = "down", description = "Take the steps after one back.")
    int down(@Mixin Database database,
            @Option(names = "--to", required = true, description = "cutover, copy, schema or none") Step to)
            throws SQLException {
        return with(database, migration -> migration.down(to));
    }

    private interface Work {
        void on(LegacyMigration migration) throws SQLException;
    }

    private int with(Database database, Work work) throws SQLException {
        try (var connection = database.connect()) {
            work.on(new LegacyMigration(connection, line -> {
                out().println(line);
                out().flush();
            }));
            return 0;
        } catch (MigrationFailure refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()));
        } catch (SQLException e) {
            throw new CommandFailure("PostgreSQL at %s: %s (the same command goes on from here)".formatted(database.url,
                    e.getMessage()));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
