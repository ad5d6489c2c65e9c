package dev.rolecall.classifier.queue;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.model.TranscriptReady;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One line and one count for every record, when it is settled; never a word of what was said.
@ApplicationScoped
class JobLog {
    static final String METRIC = "rolecall.jobs";
    private static final Logger LOG = Logger.getLogger("rolecall.job");

    private final MeterRegistry metrics;

    JobLog(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /// @param event null if the record was none
    /// @param outcome a word, and a code where there is one
    record Line(@Nullable TranscriptReady event, String outcome, Duration took) {}

    void write(Line line) {
        metrics.timer(METRIC, "outcome", line.outcome().split(" ", 2)[0]).record(line.took());
        if (line.event() == null) {
            LOG.infof("outcome=%s", line.outcome());
        } else {
            LOG.infof("outcome=%s id=%s job=%d attempt=%d took=%dms", line.outcome(), line.event().transcriptId(),
                    line.event().job(), line.event().attempt(), line.took().toMillis());
        }
    }
}
