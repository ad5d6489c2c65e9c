package dev.rolecall.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rolecall.localstack.Checkout;
import org.jspecify.annotations.Nullable;

/// The results of a benchmark, as a table for people and as JSON for comparisons.
///
/// @param machine the machine that it ran on
public record Report(String bench, String machine, List<Row> rows) {
    private static final int FALLS_SHORT = 3;

    public static Report of(String bench, List<Row> rows) {
        return new Report(bench, machineInWords(), List.copyOf(rows));
    }

    /// Prints the report, and writes and draws it if files are given.
    ///
    /// @param json relative to the folder where the script was called
    /// @param drawn instead of a picture of the table
    /// @return the exit code: 0 if every bound holds, 3 if one is missed
    public int publish(PrintStream out, @Nullable Path json, @Nullable Path picture,
            Optional<String> drawn) {
        print(out);
        if (json != null) {
            write(Checkout.callersOwn(json));
        }
        if (picture != null) {
            save(Checkout.callersOwn(picture), drawn.orElseGet(() -> Picture.of(this)));
        }
        return rows.stream().allMatch(Row::holds) ? 0 : FALLS_SHORT;
    }

    void print(PrintStream out) {
        var width = rows.stream().mapToInt(row -> row.what().length()).max().orElse(10);
        var format = "%-" + width + "s  %12s  %12s  %-8s  %s%n";
        out.printf("%n%s on %s%n%n", bench, machine);
        out.printf(format, "what", "asked", "measured", "unit", "");
        for (var row : rows) {
            out.printf(format, row.what(), row.asked(), Row.text(row.measured()), row.unit(),
                    row.isTold() ? "" : row.holds() ? "holds" : "falls short");
        }
    }

    void write(Path file) {
        try {
            save(file, new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("failed to write a report as JSON", e);
        }
    }

    private static void save(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to write the report to " + file, e);
        }
    }

    private static String machineInWords() {
        return "%d cores, %s %s, Java %s".formatted(Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"), System.getProperty("os.arch"), System.getProperty("java.version"));
    }
}
