package dev.rolecall.localstack;

import java.io.Console;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.localstack.Deepgram.End;
import org.jspecify.annotations.Nullable;

/// Prints the result of a callback: both statuses, and the conversation with roles and names.
final class ShowTranscript {
    private static final String BOLD = "1";
    private static final String FAINT = "2";
    private static final String GREEN = "32";
    private static final String RED = "31";
    private static final List<String> SPEAKERS = List.of("36", "33", "35", "34", "92", "95");
    private static final int MOST_TURNS = 14;

    private final PrintStream out;
    private final boolean hasColour;

    ShowTranscript(PrintStream out, boolean hasColour) {
        this.out = out;
        this.hasColour = hasColour;
    }

    /// In colour on a terminal, unless NO_COLOR is set (https://no-color.org).
    static boolean wantsColour() {
        return System.getenv("FORCE_COLOR") != null
                || (System.getenv("NO_COLOR") == null
                        && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
    }

    /// @return whether the callback ended in an expected final state
    boolean show(String name, @Nullable End end) {
        out.println(paint(BOLD, name));
        if (end == null) {
            out.println(paint(RED, "  not finished after three minutes; see the logs"));
            return false;
        }
        var isRight = outcome(end);
        conversation(end.result());
        out.println();
        return isRight;
    }

    private boolean outcome(End end) {
        var transcript = end.transcript();
        if (transcript.isMissingNode()) {
            return quarantined(end.receipt());
        }
        var status = transcript.path("status").asText();
        var processing = transcript.path("processingStatus").asText();
        out.printf("  status %s · processing_status %s · %s%n", paint(colourOf(status), status),
                paint(colourOf(processing), processing), inWords(end));
        return status.equals("failed") || processing.equals("completed");
    }

    private static String inWords(End end) {
        var again = switch (end.receipt().path("outcome").asText()) {
            case "duplicate" -> "duplicate of a stored body; ";
            case "ignored" -> "an error for a transcript that is stored already; ";
            default -> "";
        };
        var transcript = end.transcript();
        if (transcript.path("status").asText().equals("failed")) {
            return again + "Deepgram failed: " + transcript.path("errorCode").asText() + ", "
                    + transcript.path("errorText").asText();
        }
        if (transcript.path("processingStatus").asText().equals("failed")) {
            return again + "dead-lettered: " + transcript.path("processingCode").asText() + ", "
                    + transcript.path("processingReason").asText();
        }
        return again + (end.isLabelled()
                ? "labelled by " + end.result().path("model").asText()
                : "left unlabelled: " + end.result().path("unlabelledReason").asText());
    }

    /// A different body with the same request id is expected; any other quarantined body is not.
    private boolean quarantined(JsonNode receipt) {
        var isDuplicate = receipt.path("reason").asText().equals("another-body");
        out.printf("  %s; read it at /quarantine/%s/raw%n",
                isDuplicate
                        ? "duplicate: another body with this request id is stored, and this one is in quarantine"
                        : paint(RED, "in quarantine: " + receipt.path("reason").asText()),
                receipt.path("sha256").asText());
        return isDuplicate;
    }

    private void conversation(JsonNode result) {
        var colours = new HashMap<String, String>();
        var names = new HashMap<String, String>();
        for (var speaker : result.path("speakers")) {
            var key = speaker.path("speaker").asText();
            colours.put(key, SPEAKERS.get(colours.size() % SPEAKERS.size()));
            names.put(key, nameOf(speaker));
        }
        var turns = result.path("turns");
        for (var turn : turns) {
            if (turn.path("number").asInt() > MOST_TURNS) {
                out.println(paint(FAINT, "  … and %d more turns".formatted(turns.size() - MOST_TURNS)));
                return;
            }
            turn(turn, colours, names);
        }
    }

    private void turn(JsonNode turn, Map<String, String> colours, Map<String, String> names) {
        var key = turn.path("speaker").asText();
        out.printf("  %s %s  %s%n", paint(FAINT, clock(turn.path("start").asDouble())),
                paint(colours.getOrDefault(key, FAINT), names.getOrDefault(key, key)), turn.path("text").asText());
    }

    private static String nameOf(JsonNode speaker) {
        var role = speaker.path("role").asText();
        var name = speaker.path("name").isTextual() ? speaker.path("name").asText() + ", " + role : role;
        return "%s (%s)".formatted(name, speaker.path("speaker").asText());
    }

    private static String clock(double seconds) {
        return "%d:%02d".formatted((int) seconds / 60, (int) seconds % 60);
    }

    private static String colourOf(String status) {
        return switch (status) {
            case "completed" -> GREEN;
            case "failed" -> RED;
            default -> BOLD;
        };
    }

    private String paint(String code, String text) {
        return hasColour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
