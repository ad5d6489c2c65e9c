package dev.rolecall.benchmarks;

import java.util.Collection;

/// Of a few measurements, none of which is made up: the nearest that was measured.
public final class Percentile {
    private Percentile() {}

    /// @return NaN of none
    public static double of(Collection<Double> values, int percent) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
