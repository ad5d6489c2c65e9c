package dev.rolecall.cli.text;

import java.io.PrintWriter;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/// Text for terminals.
public final class Terminal {
    private static final int BAR = 40;
    private static final int LINE = 100;
    private static final int SECONDS = "2026-05-01T12:00:00".length();

    private Terminal() {}

    /// A line for each number of an object, with a bar that is as long as it is large.
    public static void bars(PrintWriter out, JsonNode numbers) {
        var largest = StreamSupport.stream(numbers.spliterator(), false).mapToLong(JsonNode::asLong).max().orElse(1);
        numbers.properties()
                .forEach(number -> out.printf("  %-28s %8d  %s%n", number.getKey(), number.getValue().asLong(),
                        bar(number.getValue().asLong(), largest)));
    }

    /// @return never empty for a share that is more than nothing
    public static String bar(long part, long whole) {
        return "█".repeat((int) Math.ceilDiv(part * BAR, Math.max(1, whole)));
    }

    /// A time without fractions of a second.
    public static String seconds(String time) {
        return time.length() <= SECONDS ? time : time.substring(0, SECONDS) + "Z";
    }

    /// On one line, cut where it is too long.
    public static String line(String text) {
        var line = text.replaceAll("\\s+", " ");
        return line.length() <= LINE ? line : line.substring(0, LINE - 1) + "…";
    }
}
