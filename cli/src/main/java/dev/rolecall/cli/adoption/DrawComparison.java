package dev.rolecall.cli.adoption;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/// Draws comparisons as SVG: a bar for roles and names together, one for each of the two, and the examples.
final class DrawComparison {
    private static final int WIDTH = 900;
    private static final int BAR_AT = 150;
    private static final int BAR = 720;
    private static final int LINE = 20;
    private static final Map<String, String> COLOURS = Map.of("same", "#1b7f4b", "only-new", "#0b5fa5", "only-old",
            "#b8860b", "different", "#b3261e", "unreadable", "#888888");
    private static final String TEXT = "#222222";
    private static final String FAINT = "#666666";

    private final Compared compared;
    private final StringBuilder shapes = new StringBuilder();
    private int y = 32;

    private DrawComparison(Compared compared) {
        this.compared = compared;
    }

    static String of(Compared compared) {
        return new DrawComparison(compared).draw();
    }

    private String draw() {
        text(20, TEXT, "bold", "The old result and Rolecall's, of %d transcripts".formatted(compared.transcripts()));
        y += 28;
        legend();
        Compared.FIELDS.forEach(this::bar);
        y += 10;
        compared.examples().forEach(this::example);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="14">
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                %s</svg>
                """.formatted(WIDTH, y, shapes);
    }

    private void legend() {
        var x = BAR_AT;
        for (var outcome : Compared.OUTCOMES) {
            shapes.append("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n".formatted(x, y - 11,
                    COLOURS.get(outcome)));
            text(x + 18, TEXT, "normal", outcome.replace('-', ' '));
            x += 120;
        }
        y += 16;
    }

    private void bar(String field, String name) {
        text(20, TEXT, "normal", name, 17);
        var x = (double) BAR_AT;
        for (var outcome : Compared.OUTCOMES) {
            var count = compared.count(field, outcome);
            var width = compared.transcripts() == 0 ? 0 : (double) BAR * count / compared.transcripts();
            shapes.append(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"24\" fill=\"%s\"/>%n".formatted(x, y, width,
                            COLOURS.get(outcome)));
            if (width > 30) {
                text((int) x + 6, "#ffffff", "normal", Integer.toString(count), 17);
            }
            x += width;
        }
        y += 34;
    }

    private void example(JsonNode example) {
        var outcome = example.path("outcome").asText();
        y += LINE;
        text(20, COLOURS.getOrDefault(outcome, TEXT), "bold", outcome.replace('-', ' '));
        text(BAR_AT, FAINT, "normal", example.path("transcriptId").asText());
        y += LINE;
        for (var speaker : example.path("speakers")) {
            text(BAR_AT, FAINT, "normal", speaker.path("speaker").asText());
            text(BAR_AT + 60, TEXT, "normal", "old: " + Compared.label(speaker, "old"));
            text(BAR_AT + 370, TEXT, "normal", "new: " + Compared.label(speaker, "new"));
            y += LINE;
        }
    }

    private void text(int x, String colour, String weight, String words) {
        text(x, colour, weight, words, 0);
    }

    /// @param below how far below the current line
    private void text(int x, String colour, String weight, String words, int below) {
        shapes.append("<text x=\"%d\" y=\"%d\" fill=\"%s\" font-weight=\"%s\">%s</text>%n".formatted(x, y + below,
                colour, weight,
                words.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
