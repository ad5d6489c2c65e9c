package dev.rolecall.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.outbox.OutboxConfig;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.tracing.MessagingSpans;
import dev.rolecall.tracing.TraceParent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/// Sends outbox rows to Kafka and never makes anyone wait for it: the producer blocks on a thread of its own.
///
/// Whatever it cannot take or send stays where it is, in the table, and the sweeper comes back to it.
@ApplicationScoped
public class PublishOutbox {
    public static final int BUFFER = 10_000;
    private static final Logger LOG = Logger.getLogger(PublishOutbox.class);

    private final Emitter<byte[]> kafka;
    private final DeletePublished deletePublished;
    private final MessagingSpans spans;
    private final int maxInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final CircuitBreaker breaker;
    private final Timer sinceCommit;
    private final Timer sinceSweep;
    private final Counter unpublished;

    PublishOutbox(
            @Channel("outbox") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER) Emitter<byte[]> kafka,
            DeletePublished deletePublished, MessagingSpans spans, OutboxConfig config, Clock clock,
            MeterRegistry metrics) {
        this.kafka = kafka;
        this.deletePublished = deletePublished;
        this.spans = spans;
        this.maxInFlight = config.maxInFlight();
        this.breaker = new CircuitBreaker(config.failuresToOpen(), config.breakerPause(), clock);
        this.sinceCommit = publishTime("commit").register(metrics);
        this.sinceSweep = publishTime("sweep").register(metrics);
        this.unpublished = metrics.counter("rolecall.outbox.failures");
        metrics.gauge("rolecall.outbox.in.flight", inFlight);
    }

    private static Timer.Builder publishTime(String since) {
        return Timer.builder("rolecall.outbox.publish")
                .description("from the commit, or the sweep that found the row, to the broker's acknowledgement")
                .tag("since", since)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10));
    }

    /// Takes a row that has just been committed. Called after the commit, never inside the transaction.
    public void offer(OutboxRow row) {
        if (breaker.isClosed() && inFlight.get() < maxInFlight) {
            send(row, sinceCommit);
        }
    }

    /// How many rows a sweeper may bring now.
    int room() {
        return breaker.admit(Math.max(0, maxInFlight - inFlight.get()));
    }

    /// Whether all that may be on its way is on its way, and the broker answers.
    boolean isFull() {
        return breaker.isClosed() && inFlight.get() >= maxInFlight;
    }

    void sendSwept(OutboxRow row) {
        send(row, sinceSweep);
    }

    private void send(OutboxRow row, Timer timer) {
        var sending = new Sending(row, timer, span(row), System.nanoTime());
        inFlight.incrementAndGet();
        try {
            kafka.send(Message.of(row.value(), Metadata.of(recordOf(row)), () -> acknowledged(sending),
                    failure -> failed(sending, failure)));
        } catch (IllegalStateException closed) {
            // the channel has ended: the service is on its way down
            var _ = failed(sending, closed);
        }
    }

    /// Of the row's trace; none where the row has none.
    private Span span(OutboxRow row) {
        var parent = row.headers().get(TraceParent.HEADER);
        return parent == null ? Span.getInvalid() : spans.send(row.topic(), TraceParent.contextOf(parent));
    }

    /// @param began by the system's nano time
    private record Sending(OutboxRow row, Timer timer, Span span, long began) {}

    private static OutgoingKafkaRecordMetadata<String> recordOf(OutboxRow row) {
        var headers = new RecordHeaders();
        row.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(row.topic())
                .withKey(row.key())
                .withHeaders(headers)
                .build();
    }

    private CompletionStage<Void> acknowledged(Sending sending) {
        sending.timer().record(Duration.ofNanos(System.nanoTime() - sending.began()));
        sending.span().end();
        inFlight.decrementAndGet();
        breaker.succeeded();
        deletePublished.add(sending.row().id());
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> failed(Sending sending, Throwable failure) {
        sending.span().setStatus(StatusCode.ERROR, failure.getClass().getSimpleName()).end();
        inFlight.decrementAndGet();
        breaker.failed();
        unpublished.increment();
        LOG.warnf("outbox row %s for %s was not published and stays for the sweeper: %s", sending.row().id(),
                sending.row().topic(), failure);
        return CompletableFuture.completedFuture(null);
    }
}
