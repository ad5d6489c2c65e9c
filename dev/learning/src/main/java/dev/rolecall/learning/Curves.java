package dev.rolecall.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// A picture of what a threshold costs and brings: kept and wrong names, for each half that was not learnt from.
final class Curves {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int TOP = 48;
    private static final int PLOT_WIDTH = 540;
    private static final int PLOT_HEIGHT = 200;
    private static final double FIRST = 0.3;
    private static final int POINTS = 14;
    /// Wrong names are few: they have an axis of their own, from 0 to this.
    private static final double MOST_WRONG = 10;

    private final List<Half> halves = new ArrayList<>();

    private record Half(double threshold, List<NameFigures> figures) {}

    void add(LearnNames.Learnt learnt, List<NamedCall> calls) {
        halves.add(new Half(learnt.believed(), IntStream.range(0, POINTS)
                .mapToObj(i -> learnt.on(calls, thresholdAt(i)))
                .toList()));
    }

    private static double thresholdAt(int point) {
        return FIRST + 0.05 * point;
    }

    String draw() {
        var legend = "<tspan fill=\"#1b7837\">kept, of those said (left)</tspan> · "
                + "<tspan fill=\"#b2182b\">another participant's</tspan> · "
                + "<tspan fill=\"#e08214\">an absent person's</tspan>, of all speakers (right) · dashed: the chosen threshold";
        var svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">
                <rect width="100%%" height="100%%" fill="white"/>
                """.formatted(WIDTH, HEIGHT))
                .append(text(LEFT, 18, "start", "Names believed, by threshold, on the half that was not learnt from"))
                .append(text(LEFT, 36, "start", legend));
        for (var percent = 0; percent <= 100; percent += 20) {
            var y = y(percent, 100);
            svg.append(line(LEFT, y, LEFT + PLOT_WIDTH, y, "#ddd", ""))
                    .append(text(LEFT - 6, y + 4, "end", percent + " %"))
                    .append(text(LEFT + PLOT_WIDTH + 6, y + 4, "start",
                            "%.0f %%".formatted(percent * MOST_WRONG / 100)));
        }
        for (var point = 0; point < POINTS; point += 2) {
            svg.append(text(x(thresholdAt(point)), TOP + PLOT_HEIGHT + 18, "middle",
                    String.format(Locale.ROOT, "%.1f", thresholdAt(point))));
        }
        svg.append(text(LEFT + PLOT_WIDTH / 2.0, TOP + PLOT_HEIGHT + 36, "middle", "threshold"));
        for (var half : halves) {
            svg.append(curve(half, NameFigures::kept, 100, "#1b7837"))
                    .append(curve(half, NameFigures::participants, MOST_WRONG, "#b2182b"))
                    .append(curve(half, NameFigures::absent, MOST_WRONG, "#e08214"))
                    .append(line(x(half.threshold()), TOP, x(half.threshold()), TOP + PLOT_HEIGHT, "#555", "4 3"));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String curve(Half half, ToDoubleFunction<NameFigures> figure, double most, String colour) {
        var points = new StringBuilder();
        for (var point = 0; point < POINTS; point++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(thresholdAt(point)),
                    y(figure.applyAsDouble(half.figures().get(point)), most)));
        }
        return "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n".formatted(points, colour);
    }

    private static double x(double threshold) {
        return LEFT + PLOT_WIDTH * (threshold - FIRST) / (thresholdAt(POINTS - 1) - FIRST);
    }

    private static double y(double value, double most) {
        return TOP + PLOT_HEIGHT * (1 - Math.min(1, value / most));
    }

    private static String line(double x1, double y1, double x2, double y2, String colour, String dashes) {
        return String.format(Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-dasharray=\"%s\"/>%n", x1,
                y1,
                x2, y2, colour, dashes);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor,
                text);
    }
}
