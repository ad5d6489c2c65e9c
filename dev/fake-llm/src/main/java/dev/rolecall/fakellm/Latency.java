package dev.rolecall.fakellm;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// A log-normal distribution, which is what the answer times of a language model look like, given by two of its
/// quantiles. Equal quantiles make it constant.
public record Latency(Duration median, Duration p99) {
    /// The 0.99 quantile of the standard normal distribution.
    private static final double Z_99 = 2.3263;

    public Latency {
        if (median.isNegative() || p99.compareTo(median) < 0) {
            throw new IllegalArgumentException("latency needs 0 <= median <= p99: " + median + ", " + p99);
        }
    }

    public static Latency constant(Duration latency) {
        return new Latency(latency, latency);
    }

    Duration draw(RandomGenerator random) {
        if (median.equals(p99) || median.isZero()) {
            return median;
        }
        var sigma = Math.log((double) p99.toNanos() / median.toNanos()) / Z_99;
        return Duration.ofNanos((long) (median.toNanos() * Math.exp(sigma * random.nextGaussian())));
    }
}
