package dev.rolecall.classifier.settlement;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.TranscriptReady;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// One log line and one measurement for every job or record, when it is settled. Never contains transcript text.
@ApplicationScoped
public class JobLog {
    private static final String JOBS = "rolecall.jobs";
    private static final Logger LOG = Logger.getLogger("rolecall.job");

    private final MeterRegistry metrics;

    JobLog(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /// What is known about one that is settled.
    ///
    /// @param event null if the record could not be parsed
    /// @param traceId null if the record belongs to no trace
    public record Line(@Nullable TranscriptReady event, Settled settled, Duration took, @Nullable String traceId) {
        /// Of a record without an event.
        public static Line withoutEvent(Settled settled) {
            return new Line(null, settled, Duration.ZERO, null);
        }
    }

    public void write(Line line) {
        var outcome = line.settled().outcome();
        var code = line.settled().code();
        Timer.builder(JOBS)
                .description("Time from claiming a job to settling it")
                .tags("outcome", outcome, "code", code == null ? "" : code)
                .register(metrics)
                .record(line.took());
        var fields = fields(line);
        fields.forEach(MDC::put);
        try {
            LOG.info(fields.entrySet().stream().map(Object::toString).collect(joining(" ")));
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    /// In the order of the text. Where log lines are JSON, each is a field.
    private static Map<String, String> fields(Line line) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("outcome", line.settled().outcome());
        if (line.settled().code() != null) {
            fields.put("code", line.settled().code());
        }
        if (line.event() != null) {
            fields.put("id", line.event().transcriptId().toString());
            fields.put("job", Integer.toString(line.event().job()));
            fields.put("attempt", Integer.toString(line.event().attempt()));
            fields.put("tookMillis", Long.toString(line.took().toMillis()));
        }
        if (line.traceId() != null) {
            fields.put("traceId", line.traceId());
        }
        return fields;
    }
}
