package dev.rolecall.webhook.callback;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import dev.rolecall.webhook.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// One line and one count for every callback, when it is answered; never a word of what was said.
@ApplicationScoped
class CallbackLog {
    static final String METRIC = "rolecall.callbacks";
    private static final Logger LOG = Logger.getLogger("rolecall.callback");

    private final MeterRegistry metrics;
    private final CallbackConfig config;

    CallbackLog(MeterRegistry metrics, CallbackConfig config) {
        this.metrics = metrics;
        this.config = config;
    }

    Entry begin() {
        return new Entry(System.nanoTime());
    }

    /// What is known of one callback, and the answer that it gets.
    final class Entry {
        private final long began;
        private long readAt;
        private @Nullable Body body;

        private Entry(long began) {
            this.began = began;
        }

        void read(Body complete) {
            body = complete;
            readAt = System.nanoTime();
        }

        RestResponse<Object> received(Receipt receipt) {
            var answer = answer(receipt);
            end(answer.get("outcome"), answer.getOrDefault("transcriptId", "-"), null);
            return RestResponse.ok(answer);
        }

        RestResponse<Object> refused(Refusal refusal, @Nullable Throwable cause) {
            end(refusal.text(), "-", cause);
            var answer = Problem.answer(refusal.status, refusal.detail);
            return switch (refusal) {
                case UNAUTHORIZED -> answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"callback\"").build();
                case STORE_AWAY -> answer.header(HttpHeaders.RETRY_AFTER, config.retryAfter().toSeconds()).build();
                case CUT_OFF, TOO_LARGE -> answer.build();
            };
        }

        private void end(@Nullable String outcome, @Nullable String id, @Nullable Throwable cause) {
            var now = System.nanoTime();
            metrics.timer(METRIC, "outcome", String.valueOf(outcome)).record(Duration.ofNanos(now - began));
            LOG.infof("outcome=%s id=%s bytes=%d read=%dms stored=%dms%s", outcome, id, body == null ? 0 : body.size(),
                    millis(body == null ? now : readAt, began), body == null ? 0 : millis(now, readAt),
                    cause == null ? "" : " cause=" + cause);
        }

        private static long millis(long end, long begin) {
            return Duration.ofNanos(end - begin).toMillis();
        }
    }

    /// Deepgram does not read it; people who try a callback by hand do.
    private static Map<String, String> answer(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Stored(var id) -> Map.of("outcome", "stored", "transcriptId", id.toString());
            case Receipt.Failed(var id) -> Map.of("outcome", "failed", "transcriptId", id.toString());
            case Receipt.Duplicate(var id) -> Map.of("outcome", "duplicate", "transcriptId", id.toString());
            case Receipt.Erased(var id) -> Map.of("outcome", "erased", "transcriptId", id.toString());
            case Receipt.SetAside(var sha256, var reason) ->
                Map.of("outcome", "set-aside", "reason", reason.text(), "sha256", sha256);
        };
    }
}
