package dev.rolecall.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/// Draws a labelled conversation as SVG: both statuses, and each turn with the speaker's role and name.
final class DrawConversation {
    private static final int WIDTH = 920;
    private static final int LINE = 22;
    private static final int TEXT_AT = 236;
    private static final int CHARACTERS = 84;
    private static final int MAX_TURNS = 8;
    private static final List<String> COLOURS = List.of("#0b5fa5", "#a3420d", "#2d6a2d", "#6b3fa0");

    private final List<String> shapes = new ArrayList<>();
    private final Map<String, String> colours = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private int y = 30;

    private DrawConversation(JsonNode result) {
        for (var speaker : result.path("speakers")) {
            var key = speaker.path("speaker").asText();
            var name = speaker.path("name").isTextual() ? speaker.path("name").asText() + ", " : "";
            colours.put(key, COLOURS.get(colours.size() % COLOURS.size()));
            names.put(key, name + speaker.path("role").asText());
        }
    }

    static void to(Path file, String name, Deepgram.End end) {
        var drawing = new DrawConversation(end.result());
        drawing.head(name, end);
        var turns = end.result().path("turns");
        for (var turn : turns) {
            if (turn.path("number").asInt() <= MAX_TURNS) {
                drawing.turn(turn);
            }
        }
        if (turns.size() > MAX_TURNS) {
            drawing.text(TEXT_AT, "#666666", "normal", "… %d more".formatted(turns.size() - MAX_TURNS));
            drawing.y += LINE;
        }
        try {
            Files.writeString(file, drawing.svg());
        } catch (IOException e) {
            throw new UncheckedIOException("failed to write the picture to " + file, e);
        }
    }

    private void head(String name, Deepgram.End end) {
        text(20, "#222222", "bold", "%s: status %s, processing_status %s".formatted(name,
                end.transcript().path("status").asText(), end.transcript().path("processingStatus").asText()));
        y += 36;
    }

    private void turn(JsonNode turn) {
        var key = turn.path("speaker").asText();
        var colour = colours.getOrDefault(key, "#222222");
        var seconds = (int) turn.path("start").asDouble();
        text(20, "#666666", "normal", "%d:%02d".formatted(seconds / 60, seconds % 60));
        text(66, colour, "bold", names.getOrDefault(key, key));
        for (var line : lines(turn.path("text").asText())) {
            text(TEXT_AT, "#222222", "normal", line);
            y += LINE;
        }
        y += 6;
    }

    private static List<String> lines(String text) {
        var lines = new ArrayList<String>(List.of(""));
        for (var word : text.split(" ", -1)) {
            if (lines.getLast().length() + word.length() >= CHARACTERS) {
                lines.add("");
            }
            lines.add((lines.removeLast() + " " + word).strip());
        }
        return lines;
    }

    private void text(int x, String colour, String weight, String text) {
        shapes.add("<text x=\"%d\" y=\"%d\" fill=\"%s\" font-weight=\"%s\">%s</text>".formatted(x, y, colour, weight,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private String svg() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="15">
                <rect width="100%%" height="100%%" rx="8" fill="#fafafa" stroke="#dddddd"/>
                %s
                </svg>
                """.formatted(WIDTH, y + 4, String.join("\n", shapes));
    }
}
