package dev.rolecall.fakellm;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// A log-normal distribution, which resembles the response times of LLMs, given by two quantiles. If they are equal,
/// the latency is constant.
public record Latency(Duration median, Duration p99) {
    /// The 0.99 quantile of the standard normal distribution.
    private static final double Z_99 = 2.3263;

    public Latency {
        if (median.isNegative() || p99.compareTo(median) < 0) {
            throw new IllegalArgumentException("latency requires 0 <= median <= p99: " + median + ", " + p99);
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
