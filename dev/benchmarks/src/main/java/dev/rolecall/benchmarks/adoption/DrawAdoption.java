package dev.rolecall.benchmarks.adoption;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import dev.rolecall.benchmarks.adoption.Adoption.Phase;
import dev.rolecall.benchmarks.adoption.Adoption.Way;

/// Draws the three ways beside each other as SVG: a column for each phase, and a group of bars for each figure.
final class DrawAdoption {
    private static final int NAMES = 230;
    private static final int COLUMN = 250;
    private static final int BAR = 130;
    private static final int LINE = 20;
    private static final Map<Way, String> COLOURS = Map.of(Way.HANDLER, "#b3261e", Way.INLINE, "#0b5fa5", Way.QUEUE,
            "#1b7f4b");
    private static final List<Figure> FIGURES = List.of(
            new Figure("deliveries acknowledged in time", "%", result -> 100 * result.inTime()),
            new Figure("99 of 100 acknowledged within", "ms", Result::p99),
            new Figure("repeats for each callback", "", Result::repeats),
            new Figure("LLM calls for each callback", "", Result::calls),
            new Figure("not labelled in the end", "%", result -> 100 * result.unlabelled()),
            new Figure("lost", "%", result -> 100 * result.lost()));

    private final Map<Way, Map<Phase, Result>> results;
    private final StringBuilder shapes = new StringBuilder();
    private int y = 30;

    private DrawAdoption(Map<Way, Map<Phase, Result>> results) {
        this.results = results;
    }

    private record Figure(String name, String unit, ToDoubleFunction<Result> value) {}

    static String of(Map<Way, Map<Phase, Result>> results) {
        return new DrawAdoption(results).draw();
    }

    private String draw() {
        text(16, "#222222", "bold",
                "The same callbacks three ways, in a tenth of the time: 1,000 ms stand for Deepgram's ten seconds");
        y += 26;
        var x = 16;
        for (var way : Way.values()) {
            rect(x, y - 11, 12, COLOURS.getOrDefault(way, ""));
            text(x + 18, "#222222", "normal", way.text);
            x += 150;
        }
        y += 30;
        for (var phase : Phase.values()) {
            text(columnOf(phase), "#222222", "bold", "the LLM is " + phase.text);
        }
        y += 10;
        FIGURES.forEach(this::figure);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="14">
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                %s</svg>
                """.formatted(NAMES + COLUMN * Phase.values().length, y + 6, shapes);
    }

    private void figure(Figure figure) {
        var most = results.values().stream().flatMap(phases -> phases.values().stream()).mapToDouble(figure.value).max()
                .orElse(0);
        for (var way : Way.values()) {
            y += LINE;
            if (way == Way.INLINE) {
                text(16, "#222222", "normal", figure.name);
            }
            for (var phase : Phase.values()) {
                bar(columnOf(phase),
                        figure.value.applyAsDouble(results.getOrDefault(way, Map.of()).get(phase)), most, way,
                        figure.unit);
            }
        }
        y += 14;
    }

    private void bar(int x, double value, double most, Way way, String unit) {
        rect(x, y - 12, most == 0 ? 1 : Math.max(1, value / most * BAR), COLOURS.getOrDefault(way, ""));
        text(x + 8 + (int) (most == 0 ? 0 : value / most * BAR), "#444444", "normal",
                (value == Math.rint(value) ? "%.0f" : value < 10 ? "%.2f" : "%.1f").formatted(value)
                        + (unit.isEmpty() ? "" : " " + unit));
    }

    private static int columnOf(Phase phase) {
        return NAMES + COLUMN * List.of(Phase.values()).indexOf(phase);
    }

    private void rect(int x, int top, double width, String colour) {
        shapes.append("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>%n".formatted(x, top, width,
                colour));
    }

    private void text(int x, String colour, String weight, String words) {
        shapes.append("<text x=\"%d\" y=\"%d\" fill=\"%s\" font-weight=\"%s\">%s</text>%n".formatted(x, y, colour,
                weight, words));
    }
}
