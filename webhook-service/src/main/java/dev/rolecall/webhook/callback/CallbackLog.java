package dev.rolecall.webhook.callback;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.callback.CallbackRejection.Rejected;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// One log line and one measurement for every callback, when it is answered. Never contains transcript text. Callbacks
/// that are refused unread because more arrive than can be stored share one line a second.
@ApplicationScoped
class CallbackLog {
    private static final String CALLBACKS = "rolecall.callbacks";
    private static final String ACKNOWLEDGEMENT = "rolecall.callback.acknowledgement";
    private static final Logger LOG = Logger.getLogger("rolecall.callback");
    private static final Duration SHARED_LINE = Duration.ofSeconds(1);

    private final MeterRegistry metrics;
    private final Timer acknowledgement;
    private final Timer refusal;
    private final AtomicInteger refused = new AtomicInteger();

    CallbackLog(MeterRegistry metrics) {
        this.metrics = metrics;
        this.acknowledgement = Timer.builder(ACKNOWLEDGEMENT)
                .description("Time from the last byte of a callback to its 200")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(metrics);
        this.refusal = timer(CallbackRejection.OVERLOADED.text());
    }

    private Timer timer(String outcome) {
        return Timer.builder(CALLBACKS)
                .description("Time from a callback's request to its response")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /// A callback is refused unread.
    void refused(Vertx vertx) {
        refusal.record(Duration.ZERO);
        if (refused.getAndIncrement() == 0) {
            vertx.setTimer(SHARED_LINE.toMillis(), _ -> LOG.warnf("outcome=%s callbacks=%d seconds=%d",
                    CallbackRejection.OVERLOADED.text(), refused.getAndSet(0), SHARED_LINE.toSeconds()));
        }
    }

    Entry begin() {
        return new Entry(System.nanoTime());
    }

    /// What is known about one callback.
    final class Entry {
        private final long began;
        private long lastByteAt;
        private @Nullable Body body;

        private Entry(long began) {
            this.began = began;
        }

        /// In the system's nano time.
        long began() {
            return began;
        }

        void lastByte() {
            lastByteAt = System.nanoTime();
        }

        void read(Body complete) {
            body = complete;
        }

        void acknowledged(CallbackOutcome outcome) {
            acknowledgement.record(Duration.ofNanos(System.nanoTime() - lastByteAt));
            var id = outcome.transcriptId();
            end(outcome.text(), id == null ? null : id.toString(), null);
        }

        void rejected(Rejected rejected) {
            end(rejected.rejection.text(), null, rejected.getMessage());
        }

        private void end(String outcome, @Nullable String id, @Nullable String cause) {
            var now = System.nanoTime();
            timer(outcome).record(Duration.ofNanos(now - began));
            write(fields(now, outcome, id, cause));
        }

        /// In the order of the text. Where log lines are JSON, each is a field.
        private Map<String, String> fields(long now, String outcome, @Nullable String id, @Nullable String cause) {
            var fields = new LinkedHashMap<String, String>();
            fields.put("outcome", outcome);
            if (id != null) {
                fields.put("id", id);
            }
            fields.put("bytes", body == null ? "0" : Long.toString(body.size()));
            fields.put("readMillis", millis(body == null ? now : lastByteAt, began));
            fields.put("storedMillis", body == null ? "0" : millis(now, lastByteAt));
            if (cause != null) {
                fields.put("cause", cause);
            }
            return fields;
        }

        private static String millis(long end, long begin) {
            return "%.1f".formatted((end - begin) / 1e6);
        }
    }

    private static void write(Map<String, String> fields) {
        fields.forEach(MDC::put);
        try {
            LOG.info(fields.entrySet().stream().map(Object::toString).collect(joining(" ")) + trace());
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    /// For text only: JSON lines have `traceId` among their fields already.
    private static String trace() {
        var span = Span.current().getSpanContext();
        return span.isValid() ? " traceId=" + span.getTraceId() : "";
    }
}
