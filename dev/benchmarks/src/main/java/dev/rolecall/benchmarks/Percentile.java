package dev.rolecall.benchmarks;

import java.util.Collection;

/// Percentiles of a few measurements, without interpolation: the nearest measured value.
public final class Percentile {
    private Percentile() {}

    /// @return NaN if there are no measurements
    public static double of(Collection<Double> values, int percent) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
