package dev.rolecall.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Objects;

/// A table `app.transcripts` with one status for Deepgram and the LLM together, to try the adoption with.
public final class LegacyTable {
    private static final int DEFAULT_ROWS = 10_000;

    private LegacyTable() {}

    /// `./rolecall legacy-table [ROWS]`: makes it in the database of `./rolecall up`, in place of one of before.
    public static void main(String[] arguments) {
        if (arguments.length > 1 || (arguments.length == 1 && !arguments[0].matches("[1-9][0-9]{0,8}"))) {
            System.err.println("rolecall: legacy-table takes a number of rows, for example 100000");
            System.exit(2);
        }
        var rows = arguments.length == 0 ? DEFAULT_ROWS : Integer.parseInt(arguments[0]);
        var port = Ports.from(Ports.DEFAULT_BASE).postgres();
        make(new Database("127.0.0.1", port,
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port)), rows);
        System.out.printf("app.transcripts has %,d rows.%n", rows);
    }

    /// Owned by the owner of Rolecall's tables.
    public static void make(Database database, int rows) {
        try (var connection = database.connect(Database.OWNER); var statement = connection.createStatement()) {
            statement.execute(script().replace("{rows}", "" + rows));
        } catch (SQLException e) {
            throw new IllegalStateException("failed to make app.transcripts; is ./rolecall up running?", e);
        }
    }

    private static String script() {
        try (var script = LegacyTable.class.getResourceAsStream("/legacy-table.sql")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read legacy-table.sql", e);
        }
    }
}
