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

    /// What became of a job.
    ///
    /// @param outcome a word
    /// @param code why, where there is a reason; a short word too
    record Settled(String outcome, @Nullable String code) {
        static Settled as(String outcome) {
            return new Settled(outcome, null);
        }
    }

    /// @param event null if the record was none
    record Line(@Nullable TranscriptReady event, Settled settled, Duration took) {}

    void write(Line line) {
        var outcome = line.settled().outcome();
        var code = line.settled().code();
        metrics.timer(METRIC, "outcome", outcome, "code", code == null ? "" : code).record(line.took());
        var word = code == null ? outcome : outcome + " code=" + code;
        if (line.event() == null) {
            LOG.infof("outcome=%s", word);
        } else {
            LOG.infof("outcome=%s id=%s job=%d attempt=%d took=%dms", word, line.event().transcriptId(),
                    line.event().job(), line.event().attempt(), line.took().toMillis());
        }
    }
}
