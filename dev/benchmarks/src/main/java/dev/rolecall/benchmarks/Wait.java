package dev.rolecall.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting for a condition or for a time.
public final class Wait {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private Wait() {}

    /// @return whether the condition became true in time
    public static boolean until(Duration limit, BooleanSupplier condition) {
        var end = Instant.now().plus(limit);
        while (!condition.getAsBoolean()) {
            if (!Instant.now().isBefore(end)) {
                return false;
            }
            pause(BETWEEN_LOOKS);
        }
        return true;
    }

    public static void pause(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
