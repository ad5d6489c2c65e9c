package dev.rolecall.webhook.callback;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import dev.rolecall.webhook.authentication.Authentication;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.callback.CallbackRejection.RefusedCallback;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import dev.rolecall.webhook.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/// One line and one count for every callback, when it is answered; never a word of what was said.
@ApplicationScoped
class CallbackLog {
    static final String METRIC = "rolecall.callbacks";
    private static final Logger LOG = Logger.getLogger("rolecall.callback");

    private final MeterRegistry metrics;
    private final Timer acknowledgement;
    private final CallbackConfig config;
    private final Authentication authentication;

    CallbackLog(MeterRegistry metrics, CallbackConfig config, Authentication authentication) {
        this.metrics = metrics;
        this.acknowledgement = Timer.builder("rolecall.callback.acknowledgement")
                .description("from the last byte of a callback to its 200")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(metrics);
        this.config = config;
        this.authentication = authentication;
    }

    Entry begin() {
        return new Entry(System.nanoTime());
    }

    /// What is known of one callback, and the answer that it gets.
    final class Entry {
        private final long began;
        private long lastByteAt;
        private @Nullable Body body;

        private Entry(long began) {
            this.began = began;
        }

        /// The last byte is in.
        void arrived() {
            lastByteAt = System.nanoTime();
        }

        void read(Body complete) {
            body = complete;
        }

        RestResponse<Object> received(CallbackOutcome receipt) {
            var answer = receipt.asAnswer();
            acknowledgement.record(Duration.ofNanos(System.nanoTime() - lastByteAt));
            end(String.valueOf(answer.get("outcome")), answer.get("transcriptId"), null);
            return RestResponse.ok(answer);
        }

        RestResponse<Object> refused(RefusedCallback refused) {
            var refusal = refused.refusal;
            end(refusal.text(), null, refused.getMessage());
            var answer = Problem.answer(refusal.status, refusal.detail);
            return switch (refusal) {
                case UNAUTHORIZED -> challenge(answer).build();
                case STORE_AWAY, TOO_MANY_LARGE ->
                    answer.header(HttpHeaders.RETRY_AFTER, config.retryAfter().toSeconds()).build();
                case CUT_OFF, TOO_SLOW, TOO_LARGE -> answer.build();
            };
        }

        private ResponseBuilder<Object> challenge(ResponseBuilder<Object> answer) {
            return authentication.isBasic()
                    ? answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"callback\"")
                    : answer;
        }

        private void end(String outcome, @Nullable String id, @Nullable String cause) {
            var now = System.nanoTime();
            metrics.timer(METRIC, "outcome", outcome).record(Duration.ofNanos(now - began));
            write(fields(now, outcome, id, cause));
        }

        /// In the order of the text. Where lines are JSON, each is a field of its own.
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

    /// For the text alone: where something is traced, `traceId` is among the fields anyway.
    private static String trace() {
        var span = Span.current().getSpanContext();
        return span.isValid() ? " traceId=" + span.getTraceId() : "";
    }
}
