package dev.rolecall.webhook.operations.overview;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// How long this pod's acknowledgements took lately: what its histogram has counted since one or two minutes ago.
@ApplicationScoped
class RecentAcknowledgements {
    private static final double P99 = 0.99;
    private static final double NANOS_PER_MILLI = 1e6;

    private final MeterRegistry metrics;
    private volatile CountAtBucket[] oneMinuteAgo = {};
    private volatile CountAtBucket[] twoMinutesAgo = {};

    RecentAcknowledgements(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(60, "remember how long acknowledgements took", () -> {
            twoMinutesAgo = oneMinuteAgo;
            oneMinuteAgo = counts();
            return Uni.createFrom().voidItem();
        });
    }

    /// The upper end of the bucket that has it; null if there were no callbacks.
    @Nullable
    Double p99Millis() {
        var counts = counts();
        if (counts.length == 0) {
            return null;
        }
        var before = twoMinutesAgo;
        var all = since(counts, before, counts.length - 1);
        if (all == 0) {
            return null;
        }
        for (var i = 0; i < counts.length; i++) {
            if (since(counts, before, i) >= P99 * all) {
                return counts[i].bucket() / NANOS_PER_MILLI;
            }
        }
        return null;
    }

    private static double since(CountAtBucket[] now, CountAtBucket[] before, int bucket) {
        return now[bucket].count() - (before.length == now.length ? before[bucket].count() : 0);
    }

    private CountAtBucket[] counts() {
        var timer = metrics.find("rolecall.callback.acknowledgement").timer();
        return timer == null ? new CountAtBucket[0] : timer.takeSnapshot().histogramCounts();
    }
}
