package dev.rolecall.benchmarks;

import java.util.List;
import java.util.regex.Pattern;

/// Draws a report as its table, with a bar beside every row that has a bound: the share of the bound that was used or
/// reached. SVG, so that changes are readable in a diff.
final class Picture {
    private static final int ROW = 22;
    private static final int TOP = 64;
    private static final int BAR = 240;
    /// Width of a character, generously.
    private static final int CHARACTER = 7;
    private static final Pattern BOUND = Pattern.compile("^([≤≥]) ([0-9.]+)$");

    private final Report report;
    /// Where the columns end, to the right of the longest text.
    private final int asked;
    private final int measured;
    private final int barAt;
    private final StringBuilder svg = new StringBuilder();

    private Picture(Report report) {
        this.report = report;
        var longest = report.rows().stream().mapToInt(row -> row.what().length()).max().orElse(0);
        asked = 16 + longest * CHARACTER + 70;
        measured = asked + 100;
        barAt = measured + 140;
    }

    static String of(Report report) {
        return new Picture(report).draw();
    }

    private String draw() {
        var rows = report.rows();
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\">"
                .formatted(barAt + BAR + 40, TOP + rows.size() * ROW + 16));
        add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        text(16, 26, "start", "#111111", report.bench() + " on " + report.machine(), 16);
        for (var heading : List.of(new Heading(asked, "asked"), new Heading(measured, "measured"))) {
            text(heading.x, 50, "end", "#666666", heading.word, 12);
        }
        text(barAt, 50, "start", "#666666", "measured / asked", 12);
        for (var i = 0; i < rows.size(); i++) {
            row(rows.get(i), TOP + i * ROW);
        }
        add("</svg>");
        return svg.toString();
    }

    private record Heading(int x, String word) {}

    private void row(Row row, int y) {
        var color = row.isTold() ? "#111111" : row.holds() ? "#1b7f4b" : "#b3261e";
        text(16, y + 15, "start", "#111111", row.what(), 13);
        text(asked, y + 15, "end", "#444444", row.asked(), 13);
        text(measured, y + 15, "end", color, Row.text(row.measured()), 13);
        text(measured + 8, y + 15, "start", "#444444", row.unit(), 13);
        text(barAt - 12, y + 15, "end", color, row.holds() ? "" : "falls short", 12);
        var bound = BOUND.matcher(row.asked());
        if (bound.matches() && Double.parseDouble(bound.group(2)) > 0) {
            bar(row.measured() / Double.parseDouble(bound.group(2)), y, color);
        }
    }

    /// The line is the bound. A bar that would exceed the picture ends at its edge.
    private void bar(double share, int y, String color) {
        var bound = barAt + BAR / 2;
        add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"12\" fill=\"%s\" opacity=\"0.75\"/>".formatted(barAt, y + 5,
                Math.min(BAR, Math.round(share * BAR / 2)), color));
        add("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#111111\"/>".formatted(bound, y + 2, bound,
                y + 20));
    }

    private void text(int x, int y, String anchor, String color, String words, int size) {
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%d\">%s</text>".formatted(x, y, anchor,
                color, size, words.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private void add(String element) {
        svg.append(element).append('\n');
    }
}
