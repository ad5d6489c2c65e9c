package dev.rolecall.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/// The results of a benchmark, as a table for people and as JSON for comparisons.
///
/// @param machine the machine that it ran on
public record Report(String bench, String machine, List<Row> rows) {
    private static final int FALLS_SHORT = 3;

    public static Report of(String bench, List<Row> rows) {
        return new Report(bench, machineInWords(), List.copyOf(rows));
    }

    /// 0 if every bound holds, 3 if one is missed.
    int exitCode() {
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

    static void write(Path file, Object value) {
        try {
            save(file, new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("failed to write a report as JSON", e);
        }
    }

    static void save(Path file, String text) {
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
