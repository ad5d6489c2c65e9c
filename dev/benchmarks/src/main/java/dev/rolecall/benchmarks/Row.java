package dev.rolecall.benchmarks;

import java.util.Locale;

/// One row of a benchmark's table.
///
/// @param asked as text, because some are bounds and some are counts
/// @param measured in `unit`
public record Row(String what, String asked, double measured, String unit, boolean holds) {
    private static final String TOLD = "(told)";

    public static Row atMost(String what, double asked, double measured, String unit) {
        return new Row(what, "≤ " + text(asked), measured, unit, measured <= asked);
    }

    public static Row atLeast(String what, double asked, double measured, String unit) {
        return new Row(what, "≥ " + text(asked), measured, unit, measured >= asked);
    }

    public static Row exactly(String what, double asked, double measured, String unit) {
        return new Row(what, text(asked), measured, unit, measured == asked);
    }

    /// A ratio, printed with both figures.
    ///
    /// @param unit of both figures
    public static Row atMostTimes(String what, double asked, double measured, double reference, String unit) {
        return atMost(what, asked, measured / reference, times(measured, reference, unit));
    }

    /// A ratio, printed with both figures.
    ///
    /// @param unit of both figures
    public static Row atLeastTimes(String what, double asked, double measured, double reference, String unit) {
        return atLeast(what, asked, measured / reference, times(measured, reference, unit));
    }

    /// A ratio without a bound, printed with both figures.
    ///
    /// @param unit of both figures
    public static Row toldTimes(String what, double measured, double reference, String unit) {
        return told(what, measured / reference, times(measured, reference, unit));
    }

    private static String times(double measured, double reference, String unit) {
        return "× (%s of %s %s)".formatted(text(measured), text(reference), unit);
    }

    /// A figure without a bound.
    public static Row told(String what, double measured, String unit) {
        return new Row(what, TOLD, measured, unit, true);
    }

    boolean isTold() {
        return asked.equals(TOLD);
    }

    static String text(double number) {
        if (!Double.isFinite(number)) {
            return "none";
        }
        return number == Math.rint(number)
                ? "%d".formatted((long) number)
                : String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.1f", number);
    }
}
